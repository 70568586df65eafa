"""Shelves: what a shop puts at its door: what sells best, and what more shoppers look for this week than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from shop.candidate import Why
from shop.event import Event, Kind

from .ranker import Scored

_WEEK = 7 * 24 * 3600 * 1000  # ms
_HALF_LIFE = 30 * 24 * 3600 * 1000  # ms
_WANTED: frozenset[Kind] = frozenset(("view", "click", "favourite", "share", "add_to_cart", "buy"))
_BEFORE = 4  # weeks
_PRIOR = 5.0  # shoppers a week, before any is counted: two after none are no rise
_FEWEST = 5  # shoppers this week
_RISEN = 1.5  # times what was to be expected
_NAMED = 3  # buyers below this are not worth naming


@dataclass(frozen=True)
class Shelves:
    """Products in order, best first, with the reasons. Nothing in it changes; the newest event is "now"."""

    best: Sequence[Scored] = ()
    rising: Sequence[Scored] = ()

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """Order what is in the log."""
        told = [event for event in events if event.product and event.kind in _WANTED]
        now = max((event.time for event in told), default=0)
        return cls(_best(told, now), _rising(told, now))


def _best(events: Iterable[Event], now: int) -> list[Scored]:
    # Buyers are counted, each once and by the latest purchase: who buys ten is not ten shoppers.
    bought: dict[str, dict[str, int]] = {}
    for event in events:
        if event.kind == "buy" and event.product:
            buyers = bought.setdefault(event.product, {})
            buyers[_who(event)] = max(event.time, buyers.get(_who(event), 0))
    worth = {id_: sum(0.5 ** ((now - time) / _HALF_LIFE) for time in buyers.values()) for id_, buyers in bought.items()}
    return [
        Scored(product_id=id_, score=worth[id_], why=_popular(len(bought[id_])))
        for id_ in sorted(worth, key=lambda id_: (-worth[id_], id_))
    ]


def _rising(events: Iterable[Event], now: int) -> list[Scored]:
    # Shoppers of a week are counted, not events: one who looks ten times is one.
    seen = {(event.product, _who(event), (now - event.time) // _WEEK) for event in events}
    this = Counter(id_ for id_, _, week in seen if id_ and week == 0)
    before = Counter(id_ for id_, _, week in seen if id_ and 0 < week <= _BEFORE)
    if not before:
        return []  # a shop in its first week has nothing to compare with
    # A week in which the whole shop has more visitors is no rise of each product.
    usual = this.total() / before.total()
    grown = {id_: (count + _PRIOR) / (before[id_] * usual + _PRIOR) for id_, count in this.items() if count >= _FEWEST}
    return [
        Scored(product_id=id_, score=grown[id_], why=(Why(kind="rising", values={"count": str(this[id_])}),))
        for id_ in sorted(grown, key=lambda id_: (-grown[id_], id_))
        if grown[id_] >= _RISEN
    ]


def _popular(buyers: int) -> tuple[Why, ...]:
    return (Why(kind="popular", values={"count": str(buyers)}),) if buyers >= _NAMED else ()


def _who(event: Event) -> str:
    return event.shopper or event.session or ""
