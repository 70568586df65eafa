"""Shelves: what understanding asks of the shop's search."""

from __future__ import annotations

from typing import Protocol


class Shelves(Protocol):
    """`retrieval.search.Searcher` is one; `Unseen` stands in where there is no search."""

    def together(self, first: str, second: str) -> bool:
        """Whether some product answers both texts."""
        ...

    def mended(self, word: str) -> str | None:
        """What a misspelt word means in this shop; None for a word that needs no mending."""
        ...


class Unseen:
    """Shelves that nobody looked at: any words may belong together, and every word is right."""

    def together(self, first: str, second: str) -> bool:
        """Always."""
        return True

    def mended(self, word: str) -> str | None:
        """Never."""
        return None
