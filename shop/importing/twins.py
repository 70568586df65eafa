"""Twins: products that a shop has listed twice, so that what shoppers did with either counts for one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..product import Product

_SIGNS = re.compile(r"[\W_]+")


def twins_of(products: Iterable[Product]) -> dict[str, str]:
    """By the id of every further product with the same title, brand and category, the id that counts.

    That is the first one that can be bought, else the first one. A title that says nothing but its kind is no name.
    """
    groups: dict[tuple[str, ...], list[Product]] = {}
    for product in products:
        title = _SIGNS.sub(" ", product.title.casefold()).strip()
        kinds = {_SIGNS.sub(" ", name.casefold()).strip() for name in product.category}
        if title and title not in kinds:
            groups.setdefault((title, (product.brand or "").casefold(), *product.category), []).append(product)
    found = dict[str, str]()
    for those in groups.values():
        kept = next((product for product in those if product.buyable()), those[0])
        found |= {product.id: kept.id for product in those if product is not kept}
    return found
