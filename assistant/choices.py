"""Choices: what some products differ in, as values with counts: what there is to ask about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from shop.product import Product

_MOST_VALUES = 12


def choices_of(products: Sequence[Product]) -> dict[str, list[tuple[str, int]]]:
    """By attribute, the values with how many of the products have each, commonest first. One-valued attributes say nothing."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for product in products:
        for attribute, value in set(_values(product)):
            counts[attribute][value] += 1
    return {name: _commonest(values) for name, values in counts.items() if len(values) > 1}


def _values(product: Product) -> Iterator[tuple[str, str]]:
    for name, values in product.attributes.items():
        yield from ((name, value) for value in values)
    for variant in product.variants:
        yield from variant.options.items()
    if product.brand:
        yield "brand", product.brand
    if product.category:
        yield "category", product.category[-1]


def _commonest(values: Counter[str]) -> list[tuple[str, int]]:
    return sorted(values.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VALUES]
