"""A shop in one language asked in the other: what is found by the words as they stand, by the lexicon, and by learned vectors.

The demo shop's goods, with all that is said in the other language taken away. Asked are the names of its categories (right is
every product of the category) and its titles (right is the product), and the same in the shop's own language as what could be
reached. Many of these words are in the lexicon that comes with Aisle, hence the row of the vectors without it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from retrieval import foreign, reading
from retrieval.bilingual import Bilingual
from retrieval.evaluation.evaluation import Evaluation
from retrieval.evaluation.files import Judgements
from retrieval.index import Index
from retrieval.lexicon import Lexicon
from shop.demo.shop import generate
from shop.folder import Folder
from shop.need import Need
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store

_OTHER = {"en": "zh", "zh": "en"}
_WAYS = {"the words": (False, False), "lexicon": (True, False), "vectors": (False, True), "both": (True, True)}
_TITLES = 300

Asked = Mapping[str, str]


def main() -> None:
    goods = [product for product in generate().products if "zh" in product.translations]
    print(f"{'shop in':10}{'asked for':12}{'queries':>8}", *(f"{way:>12}" for way in _WAYS), f"{'own language':>14}   NDCG@10")
    for language, other in _OTHER.items():
        with _opened([_only(product, language) for product in goods]) as index:
            for kind, (judged, ask) in _questions(goods).items():
                worth = [_found(index, ask[other], judged, *parts) for parts in _WAYS.values()]
                own = _found(index, ask[language], judged, True, True)
                print(f"{language:10}{kind:12}{len(judged):>8}", *(f"{each:>12.3f}" for each in worth), f"{own:>14.3f}")


def _only(product: Product, language: str) -> Product:
    def term(text: str) -> str:
        return product.term_in(text, language)

    return Product(
        id=product.id,
        title=product.title_in(language),
        language=language,
        description=product.description_in(language),
        category=product.category_in(language),
        brand=term(product.brand) if product.brand else None,
        attributes={name: tuple(map(term, values)) for name, values in product.attributes.items()},
        variants=tuple(
            Variant(id=variant.id, price=variant.price, options={name: term(text) for name, text in variant.options.items()})
            for variant in product.variants
        ),
    )


def _questions(goods: list[Product]) -> dict[str, tuple[Judgements, dict[str, Asked]]]:
    kinds: Judgements = {}
    for product in goods:
        kinds.setdefault(product.category[-1], {})[product.id] = 1
    first = {product.category[-1]: product for product in reversed(goods)}
    named = {language: {kind: product.category_in(language)[-1] for kind, product in first.items()} for language in _OTHER}
    some = goods[:: max(1, len(goods) // _TITLES)]
    titled = {language: {product.id: product.title_in(language) for product in some} for language in _OTHER}
    return {"categories": (kinds, named), "titles": ({product.id: {product.id: 1} for product in some}, titled)}


def _found(index: Index, queries: Asked, judged: Judgements, lexicon: bool, vectors: bool) -> float:
    with _without(lexicon, vectors):
        index.searcher.cache.clear()
        answers = {
            id_: [item.product.id for item in index.searcher.search(Need(query=text), k=10).candidates]
            for id_, text in queries.items()
        }
    return Evaluation.of(answers, judged).mean("ndcg@10")


@contextmanager
def _without(lexicon: bool, vectors: bool) -> Iterator[None]:
    known, learned = reading.lexicon(), foreign.bilingual()
    with (
        patch.object(reading, "lexicon", lambda: known if lexicon else Lexicon([])),
        patch.object(foreign, "bilingual", lambda: learned if vectors else Bilingual.none()),
    ):
        yield


@contextmanager
def _opened(products: list[Product]) -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as place:
        folder = Folder.open(Path(place))
        store = Store.open(folder)
        store.catalogue.upsert(products)
        index = Index.open(folder, store, load_settings(data=folder.path))
        try:
            index.build()
            yield index
        finally:
            index.close()
            store.close()
