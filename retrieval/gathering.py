"""Gathering: what a build must know of some products: their ids, their lines for the embedder, their words, their values."""

from __future__ import annotations

from collections.abc import Sequence

from shop.product import Product

from .document import document, summary
from .lexical import Postings
from .segment import fingerprint
from .vocabulary import Learning


class Gathering:
    """Grows by products, or by the gathering of the products that come next, which may have been made on another machine."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.summaries: list[str] = []
        self.prints: list[int] = []  # by which a change of nothing but price, stock and the like is known
        self.postings = Postings()
        self.learning = Learning()

    def add(self, products: Sequence[Product]) -> None:
        """The next products."""
        for product in products:
            self.ids.append(product.id)
            self.summaries.append(summary(product))
            self.postings.add(document(product))
            self.learning.add(product)
            self.prints.append(fingerprint(product))

    def extend(self, other: Gathering) -> None:
        """The next products, gathered already. The result is the same as if they had been added here."""
        self.ids += other.ids
        self.summaries += other.summaries
        self.prints += other.prints
        self.postings.extend(other.postings)
        self.learning.extend(other.learning)
