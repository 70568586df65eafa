"""Attribute: which variants have which of its values, and what a product states of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from shop.product import Product

from .tokens import key

Mask = NDArray[np.bool_]
Evidence = Callable[[Product], Mapping[str, Sequence[str]]]


class Attribute:
    """The values of one attribute: which variants have each, and which variants state any."""

    def __init__(self, rows: int, by_value: Mapping[str, NDArray[np.int32]]) -> None:
        self._rows = rows
        self._by_value = by_value
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


def stated(product: Product, evidence: Evidence) -> list[dict[str, set[str]]]:
    """For each variant, its values by attribute, each as its key. What the shop leaves open, `evidence` may tell."""
    shared = _shared(product, evidence)
    return [
        shared | {name: _keys([value], product) for name, value in variant.options.items() if value}
        for variant in product.variants
    ]


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
