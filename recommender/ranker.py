"""Ranker: the port between what was found and what is shown first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from shop.candidate import Candidate, Why
from shop.event import Event
from shop.need import Need


class Scored(BaseModel):
    """A product id with its score (higher is better; comparable within one list), the reasons for it and what is behind it."""

    model_config = ConfigDict(frozen=True)

    product_id: str
    score: float
    why: tuple[Why, ...] = ()
    features: dict[str, float] = {}


class Ranker(Protocol):
    """Learns from the event log and orders goods for one shopper. `shopper` is an id, or None for a stranger.

    `preferences` are values by attribute; under `tastes.LIKED` and `tastes.DISLIKED` stand words that may be anywhere.
    """

    @property
    def name(self) -> str:
        """Which one it is, with the version of what it was trained on."""
        ...

    def fit(self, events: Iterable[Event]) -> None:
        """Learn from all events, in time order; what was learned before is replaced at once."""
        ...

    def rank(
        self,
        shopper: str | None,
        events_now: Sequence[Event],
        preferences: Mapping[str, Sequence[str]],
        need: Need,
        candidates: Sequence[Candidate],
    ) -> list[Candidate]:
        """The candidates, best first for this shopper now, with the reasons added."""
        ...

    def recommend(
        self, shopper: str | None, events_now: Sequence[Event], k: int, exclude: Collection[str] = ()
    ) -> list[Scored]:
        """The k best products without any words."""
        ...

    def taken(self, shopper: str | None, events_now: Sequence[Event]) -> Sequence[str]:
        """The products that this shopper took lately, the oldest first."""
        ...

    def newcomers(
        self, shopper: str | None, events_now: Sequence[Event], k: int, exclude: Collection[str] = ()
    ) -> list[Scored]:
        """The k products that suit best of those that nobody has taken yet; none where there is nothing to tell it by."""
        ...

    def explain(self, shopper: str | None, events_now: Sequence[Event], product_id: str) -> tuple[Why, ...]:
        """Why this product, for this shopper, now."""
        ...
