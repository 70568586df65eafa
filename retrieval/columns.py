"""Columns: what hard wishes are checked against, in memory. One row a variant: it must satisfy all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from shop.product import Product, Variant

from .tokens import key

Mask = NDArray[np.bool_]
Evidence = Callable[[Product], Mapping[str, Sequence[str]]]

UNKNOWN = -1


class Attribute:
    """The values of one attribute: which variants have each, and which variants state any."""

    def __init__(self, rows: int, by_value: Mapping[str, Sequence[int]]) -> None:
        self._rows = rows
        self._by_value = {value: np.asarray(places, np.int32) for value, places in by_value.items()}
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for value in self._by_value:
            for word in value.split():
                self._by_word[word].add(value)
        self.stated = np.zeros(rows, np.bool_)
        for places in self._by_value.values():
            self.stated[places] = True

    def having(self, wish: str, unless: Callable[[str], bool] = lambda value: False) -> Mask:
        """The variants whose value is the wish, or contains it word for word: "blue" is satisfied by "navy blue".

        `unless` says of a value that it means something else all the same.
        """
        mask = np.zeros(self._rows, np.bool_)
        for value in self._values(key(wish)):
            if not unless(value):
                mask[self._by_value[value]] = True
        return mask

    def being(self, wish: str) -> Mask:
        """The variants whose value is the wish and nothing more."""
        mask = np.zeros(self._rows, np.bool_)
        mask[self._by_value.get(key(wish), np.zeros(0, np.int32))] = True
        return mask

    def _values(self, wish: str) -> Iterable[str]:
        words = wish.split()
        if not words:
            return ()
        holding = set.intersection(*(self._by_word.get(word, set()) for word in words))
        return (value for value in holding if f" {wish} " in f" {value} ")

    def places(self) -> Mapping[str, NDArray[np.int32]]:
        """By value, the rows of the variants that have it."""
        return self._by_value

    def sizes(self) -> dict[str, int]:
        """How many variants have each value."""
        return {value: len(places) for value, places in self._by_value.items()}


class Columns:
    """Every variant of the given products, in their order. `product` maps a variant's row to its product's row."""

    def __init__(self, products: Sequence[Product], evidence: Evidence) -> None:
        variants = [(row, product, variant) for row, product in enumerate(products) for variant in product.variants]
        self.products = len(products)
        self.variants = [variant.id for _, _, variant in variants]
        self.product = np.array([row for row, _, _ in variants], np.int32)
        # The variants of a product stand in a row, and every product has one.
        self._starts = np.searchsorted(self.product, np.arange(self.products))
        self.price = np.array([_price(variant) for _, _, variant in variants], np.int64)
        self.stock = np.array([_stock(variant) for _, _, variant in variants], np.int64)
        self.margin = np.array([variant.margin or 0.0 for _, _, variant in variants], np.float32)  # 0 where it is unknown
        self.stars = np.array([_stars(product) for product in products], np.float32)
        self.rating = np.array([bayesian_rating(product) for product in products], np.float32)
        self.created = np.array([_created(product) for product in products], np.float64)
        leaves = [key(product.category[-1]) if product.category else "" for product in products]
        self.kinds = sorted(set(leaves) - {""})  # names of the most particular categories
        number = {name: place for place, name in enumerate(self.kinds)}
        self.kind = np.array([number.get(leaf, UNKNOWN) for leaf in leaves], np.int32)  # [products] place in `kinds`
        self._attributes = _attributes(products, variants, evidence)

    def patched(self, rows: Sequence[int], products: Sequence[Product]) -> Columns:
        """Columns with the prices, stocks, margins, ratings and dates of those products in those rows; all else is shared.

        The products have the same variants in the same order as before.
        """
        made = copy(self)
        for name in ("price", "stock", "margin", "stars", "rating", "created"):
            setattr(made, name, getattr(self, name).copy())
        variants = [variant for product in products for variant in product.variants]
        places = [
            int(self._starts[row]) + n for row, item in zip(rows, products, strict=True) for n in range(len(item.variants))
        ]
        made.price[places] = [_price(variant) for variant in variants]
        made.stock[places] = [_stock(variant) for variant in variants]
        made.margin[places] = [variant.margin or 0.0 for variant in variants]
        made.stars[rows] = [_stars(product) for product in products]
        made.rating[rows] = [bayesian_rating(product) for product in products]
        made.created[rows] = [_created(product) for product in products]
        return made

    def least(self, values: NDArray[np.int32], of: Mask) -> NDArray[np.int32]:
        """For each product, the least of those of its variants' values that are in the mask; a large number for none."""
        if not self.products:
            return np.zeros(0, np.int32)
        found: NDArray[np.int32] = np.minimum.reduceat(np.where(of, values, np.iinfo(np.int32).max), self._starts)
        return found

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, or None when no product of the shop has it."""
        return self._attributes.get(name)

    def names(self) -> list[str]:
        """Every attribute that some product has, "rating" among them where there are any."""
        return [*self._attributes, *(() if np.isnan(self.stars).all() else ("rating",))]


def bayesian_rating(product: Product, prior: float = 4.0, weight: float = 10.0) -> float:
    """The mean rating as if `weight` buyers had given `prior` stars before: one five-star review is no proof."""
    if product.rating is None:
        return prior
    count = max(product.reviews, 1)
    return (prior * weight + product.rating * count) / (weight + count)


def _price(variant: Variant) -> int:
    return variant.price.minor if variant.price else UNKNOWN


def _stock(variant: Variant) -> int:
    return UNKNOWN if variant.stock is None else variant.stock


def _stars(product: Product) -> float:
    return float("nan") if product.rating is None else product.rating


def _created(product: Product) -> float:
    return product.created.timestamp() if product.created else 0.0


def _attributes(
    products: Sequence[Product], variants: Sequence[tuple[int, Product, Variant]], evidence: Evidence
) -> dict[str, Attribute]:
    by_value: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    shared = [_shared(product, evidence) for product in products]
    for place, (row, product, variant) in enumerate(variants):
        own = {name: _keys([value], product) for name, value in variant.options.items() if value}
        for name, values in (shared[row] | own).items():
            for value in values:
                by_value[name][value].append(place)
    return {name: Attribute(len(variants), values) for name, values in by_value.items()}


def _shared(product: Product, evidence: Evidence) -> dict[str, set[str]]:
    # What holds for every variant. A word in the title counts only where the shop itself says nothing.
    options = {name for variant in product.variants for name in variant.options}
    said = {name: _keys(values, product) for name, values in product.attributes.items() if values}
    if product.brand:
        said["brand"] = _keys([product.brand], product) | {key(part) for part in product.brand.split("/")}
    if product.category:
        names = [*product.category, *(name for item in product.translations.values() for name in item.category)]
        said["category"] = {key(name) for name in names}
    found = {
        name: _keys(values, product) for name, values in evidence(product).items() if name not in said and name not in options
    }
    return {name: values - {""} for name, values in (found | said).items()}


def _keys(values: Iterable[str], product: Product) -> set[str]:
    translated = [item.terms[value] for value in values for item in product.translations.values() if value in item.terms]
    return {key(value) for value in (*values, *translated)} - {""}
