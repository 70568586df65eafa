"""Goods: what a shop sells, as of one change of its catalogue: the kind, the price, the age and the words of each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from shop.product import Product
from shop.store.catalogue import Catalogue

from .descriptions import Descriptions
from .shop_log import described


@dataclass(frozen=True, eq=False)
class Goods:
    """Facts by place, the products in the order of their ids. Nothing in it changes."""

    seq: int  # the change of the catalogue that it has taken in
    ids: Sequence[str]
    kinds: Sequence[str]
    prices: NDArray[np.float32]  # [products] logarithm of the lowest; NaN where none is stated
    created: Sequence[float]  # seconds since 1970; -inf where the shop does not say
    newest: Sequence[int]  # places, the product that came last first
    categories: Mapping[str, frozenset[str]]  # by the name of a category in small letters, in any language
    words: Descriptions

    @classmethod
    def read(cls, catalogue: Catalogue) -> Self:
        """All of the catalogue as it is now."""
        seq = catalogue.seq()  # before the goods: what changes meanwhile is read again
        ids: list[str] = []
        kinds: list[str] = []
        prices: list[float] = []
        created: list[float] = []
        words: dict[str, list[str]] = {}
        categories: dict[str, set[str]] = {}
        for batch in catalogue.iterate():
            for product in batch:
                ids.append(product.id)
                kinds.append(kind_of(product))
                prices.append(price_of(product))
                created.append(product.created.timestamp() if product.created else -math.inf)
                words[product.id] = words_of(product)
                for name in _categories(product):
                    categories.setdefault(name, set()).add(product.id)
        first = catalogue.first_changes()
        newest = sorted(range(len(ids)), key=lambda place: (-created[place], -first.get(ids[place], 0)))
        named = {name: frozenset(those) for name, those in categories.items()}
        return cls(seq, ids, kinds, np.array(prices, np.float32), created, newest, named, Descriptions.of(ids, words))

    def within(self, category: str) -> frozenset[str] | None:
        """The products of that category, however it is written and in whichever language; None where there is none."""
        return self.categories.get(category.strip().lower())


def kind_of(product: Product) -> str:
    """The narrowest category."""
    return product.category[-1] if product.category else ""


def price_of(product: Product) -> float:
    """The logarithm of the lowest price; NaN where none is stated."""
    lowest = min((variant.price.minor for variant in product.variants if variant.price), default=None)
    return math.nan if lowest is None else math.log1p(lowest)


def words_of(product: Product) -> list[str]:
    """What the product is, in words. How dear it is depends on the others, and is compared apart."""
    return described([product], all_of_them=False)[product.id]


def _categories(product: Product) -> Iterable[str]:
    paths = (product.category, *(one.category for one in product.translations.values()))
    return {name.strip().lower() for path in paths for name in path}
