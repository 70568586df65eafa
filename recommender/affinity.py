"""Affinity: what shoppers chose after searching for the same words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from shop.event import Event, Kind

from .descriptions import words_of

CHOSEN: frozenset[Kind] = frozenset(("click", "favourite", "add_to_cart", "buy"))
_SOON = 30 * 60 * 1000  # ms after the search
_DOUBT = 5.0  # choices that the best of a search must have to count for half
_FEW = 2  # choices below which a product says nothing of a search


@dataclass(frozen=True)
class Affinity:
    """By the words of a search, in any order, the products with their share of the best one's choices, from 0 to 1."""

    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """Count the choices, each once a visit. Events are in time order.

        A choice belongs to the words that it names, else to those of its turn, else to the last search of its visit.
        """
        chosen: defaultdict[str, Counter[str]] = defaultdict(Counter)
        searches: dict[str, Event] = {}  # by visit the last, by turn its own
        counted: set[tuple[str, str, str]] = set()
        for event in events:
            who = event.session or event.shopper or ""
            if event.kind == "search" and event.query:
                searches[who] = event
                if event.turn:
                    searches[event.turn] = event
            elif event.kind in CHOSEN and event.product:
                words = _key(_query(event, searches, who))
                if words and (who, words, event.product) not in counted:
                    counted.add((who, words, event.product))
                    chosen[words][event.product] += 1
        return cls({words: _shares(those) for words, those in chosen.items() if max(those.values()) >= _FEW})

    def after(self, query: str) -> Mapping[str, float]:
        """What was chosen after these words."""
        return self.shares.get(_key(query), {})


def _query(event: Event, searches: Mapping[str, Event], who: str) -> str:
    if event.query:
        return event.query
    if event.turn and event.turn in searches:
        return searches[event.turn].query or ""
    last = searches.get(who)
    return (last.query or "") if last and not event.turn and event.time - last.time <= _SOON else ""


def _key(query: str) -> str:
    return " ".join(sorted(set(words_of(query))))


def _shares(chosen: Counter[str]) -> dict[str, float]:
    most = max(chosen.values()) + _DOUBT
    return {id_: count / most for id_, count in chosen.items() if count >= _FEW}
