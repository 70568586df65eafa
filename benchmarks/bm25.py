"""The peer of the search: bm25s over all of a product's text, words for English, characters and pairs for Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shop.product import Product


class Bm25:
    """Plain BM25 with the library's own parameters."""

    def __init__(self, products: Sequence[Product]) -> None:
        import bm25s

        self._ids = [product.id for product in products]
        self._vocabulary: dict[str, int] = {}
        rows = [
            [self._vocabulary.setdefault(token, len(self._vocabulary)) for token in tokens(all_text(product))]
            for product in products
        ]
        self._model = bm25s.BM25()
        self._model.index((rows, self._vocabulary), show_progress=False)

    def search(self, text: str, k: int = 10) -> list[str]:
        """The ids of the k best."""
        known = [self._vocabulary[token] for token in tokens(text) if token in self._vocabulary]
        scores = self._model.get_scores_from_ids(known) if known else []
        return [self._ids[row] for row in sorted(range(len(scores)), key=lambda row: -scores[row])[:k]]


def all_text(product: Product) -> str:
    """Everything the product says, in one line."""
    values = [value for named in product.attributes.values() for value in named]
    return " ".join((product.title, product.description, product.brand or "", *product.category, *values))


def tokens(text: str) -> Iterator[str]:
    """Words of letters and digits; of a Chinese run, its characters and pairs."""
    for run in re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]+", text.lower()):
        if run.isascii():
            yield run
        else:
            yield from run
            yield from (run[place : place + 2] for place in range(len(run) - 1))
