"""Crowd: what everybody does: what they like, what they go on to, and what they choose after which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from shop.candidate import Why
from shop.event import Event

from .affinity import Affinity
from .markov import Markov
from .popularity import Popularity

_FEW = 3  # buyers below this are not worth naming


@dataclass(frozen=True)
class Crowd:
    """Counted from a log. Nothing in it changes."""

    popularity: Popularity = field(default_factory=Popularity)
    markov: Markov = field(default_factory=Markov)
    affinity: Affinity = field(default_factory=Affinity)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """Count the events, which are in the order of time."""
        told = list(events)
        return cls(Popularity.of(told), Markov.of(told), Affinity.of(told))

    def following(self, history: Sequence[str]) -> tuple[dict[str, float], dict[str, Why]]:
        """How likely products are next after the history, from 0 to 1, and what of it says so."""
        counted = self.markov.scores(history)
        because = {}
        for id_, (_, one) in counted.items():
            kind = "bought_after" if (one, id_) in self.markov.bought else "viewed_after"
            because[id_] = Why(kind=kind, values={"product": one})
        return {id_: score for id_, (score, _) in counted.items()}, because

    def liking(self, id_: str) -> tuple[Why, ...]:
        """That many bought it, where they are enough to be named."""
        buyers = self.popularity.buyers[id_]
        return (Why(kind="popular", values={"count": str(buyers)}),) if buyers >= _FEW else ()
