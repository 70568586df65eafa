"""Segment: some products as search sees them: their words, their columns and their vectors, row by row. Immutable."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from shop.embedder import Embedder
from shop.errors import EmbedderError
from shop.need import Need
from shop.product import Product

from .attribute import Evidence, Mask
from .columns import Columns
from .document import Document, document, summary
from .lexical import Lexical, Statistics
from .lexicon import Lexicon
from .masks import Checks, check
from .tokens import tokenize

_LOG = logging.getLogger("aisle")


@dataclass(frozen=True)
class Segment:
    """`ids`, `alive`, `matrix` and the rows of `lexical` are products; the rows of `columns` are their variants."""

    ids: Sequence[str]
    alive: Mask  # False where a product was deleted, or written again since (it then stands in a later segment)
    lexical: Lexical
    columns: Columns
    matrix: NDArray[np.float32]  # [products, dimensions]
    prints: NDArray[np.uint64]  # [products] fingerprints of all that is neither price, stock nor rating

    @classmethod
    def of(
        cls,
        products: Sequence[Product],
        statistics: Statistics,
        embedder: Embedder,
        evidence: Evidence,
        documents: Iterable[Document] | None = None,
    ) -> Self:
        """Make a segment of the products, scored by the statistics of the whole collection. Their documents may be at hand.

        Where the embedder fails they are found by their words, until the index is built again.
        """
        return cls(
            ids=[product.id for product in products],
            alive=np.ones(len(products), np.bool_),
            lexical=Lexical.build(documents or map(document, products), statistics),
            columns=Columns.of(products, evidence),
            matrix=_meanings(embedder, [summary(product) for product in products]),
            prints=fingerprints(products),
        )

    def without(self, ids: Sequence[str]) -> Segment:
        """The segment with those products no longer alive; itself when none of them was."""
        rows = self.rows_of(ids)
        if not self.alive[rows].any():
            return self
        alive = self.alive.copy()
        alive[rows] = False
        return self._with(alive=alive)

    def patched(self, rows: Sequence[int], products: Sequence[Product]) -> Segment:
        """The segment with new prices, stocks and ratings in those rows, of products whose fingerprints are as they were."""
        return self._with(columns=self.columns.patched(rows, products))

    def _with(self, **changes: Any) -> Segment:
        made = replace(self, **changes)
        made.__dict__["places"] = self.places  # the ids are the same, and it takes a while for many
        return made

    def check(self, need: Need, lexicon: Lexicon, known: frozenset[str], firm: Collection[str]) -> Checks:
        """The Need's hard wishes, checked on every variant. `known` are the attributes that any product of the shop has."""
        return check(need, self.columns, lexicon, self._holding, known, firm)

    def products(self, variants: Mask) -> Mask:
        """The living products that have one of those variants."""
        mask = np.zeros(len(self.ids), np.bool_)
        mask[self.columns.product[variants]] = True
        return mask & self.alive

    def words(self, tokens: Mapping[str, float]) -> NDArray[np.float32]:
        """The lexical score of every product."""
        return self.lexical.scores(tokens)

    def _holding(self, word: str) -> Mask:
        # All tokens of the word must stand in the product: single Chinese characters say too little beside their bigrams.
        tokens = tokenize(word)
        telling = [token for token in tokens if token.isascii() or len(token) > 1] or tokens
        if not telling:
            return np.zeros(len(self.columns.product), np.bool_)
        count = np.zeros(len(self.ids), np.int32)
        for token in set(telling):
            count[self.lexical.holding(token)] += 1
        found: Mask = (count == len(set(telling)))[self.columns.product]
        return found

    def rows_of(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """The rows of those products; unknown ids are left out."""
        places = self.places
        return np.array([places[id_] for id_ in ids if id_ in places], np.int64)

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of every product."""
        return {id_: row for row, id_ in enumerate(self.ids)}

    def best_variants(self, rows: NDArray[np.int64], allowed: Mask, unstated: NDArray[np.int32]) -> NDArray[np.int64]:
        """For each product row, the row of its best allowed variant: most wishes stated, in stock, cheapest. [len(rows)]"""
        wanted = np.zeros(len(self.ids), np.bool_)
        wanted[rows] = True
        places = np.flatnonzero(allowed & wanted[self.columns.product])
        product = self.columns.product[places]
        price = np.where(self.columns.price[places] < 0, np.iinfo(np.int64).max, self.columns.price[places])
        order = np.lexsort((places, price, self.columns.stock[places] == 0, unstated[places], product))
        owners, first = np.unique(product[order], return_index=True)
        best = np.full(len(self.ids), -1, np.int64)
        best[owners] = places[order][first]
        return best[rows]


def _meanings(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float32]:
    try:
        return embedder.embed(texts)
    except EmbedderError as error:
        _LOG.warning("%s %d changed products are found by their words alone until `aisle index`.", error, len(texts))
        return np.zeros((len(texts), embedder.dimensions), np.float32)


def fingerprint(product: Product) -> int:
    """Says whether the words, the attributes and the variants of a product are as they were; 0 is the print of no product."""
    said = (
        product.title,
        product.description,
        product.category,
        product.brand,
        product.attributes,
        {language: vars(item) for language, item in product.translations.items()},
        [(variant.id, variant.options) for variant in product.variants],
    )
    return int.from_bytes(blake2b(orjson.dumps(said), digest_size=8).digest()) or 1


def fingerprints(products: Iterable[Product]) -> NDArray[np.uint64]:
    """The fingerprint of every product, [products]."""
    return np.array([fingerprint(product) for product in products], np.uint64)
