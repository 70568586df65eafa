"""Family: the port of everything that says what a shopper takes next."""

from __future__ import annotations

from typing import Protocol

from .interactions import Interactions, Items
from .linear import Scores


class Family(Protocol):
    """Scores are comparable within one shopper only. Users without a history may get zeros."""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        ...

    def scores(self, histories: Interactions) -> Scores:
        """For every shopper and item, [users, items]."""
        ...

    def of_one(self, history: Items) -> Scores:
        """For one shopper, [items]."""
        ...
