"""Reactions: what a shopper made of what they saw: taken, owned, refused, passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from shop.event import Event, Kind

_TAKEN: tuple[Kind, ...] = ("view", "click", "favourite", "add_to_cart", "buy")
_REFUSED: tuple[Kind, ...] = ("dismiss", "return")
LASTING: tuple[Kind, ...] = (*_TAKEN, *_REFUSED, "rate")  # what still says something after the visit
GOOD, _BAD = 4, 2  # stars from which, and up to which, a rating says so
_LATELY = 24 * 3600 * 1000  # ms before the newest event: what was passed over before then may be shown afresh
_DISLIKED = 2  # further times that a product counts as passed over after a thumb down for its list


@dataclass(frozen=True)
class Reactions:
    """Of one shopper. `taken` is in the order of time, the oldest first; `passed` is how often each was shown for nothing."""

    taken: tuple[str, ...] = ()
    owned: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    passed: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """From a shopper's events, the oldest first. What they did last counts: a refused product may be wanted again."""
        told = list(events)
        taken, owned, refused = list[str](), set[str](), set[str]()
        passed = Counter[str]()
        lists: dict[str, set[str]] = {}  # what was shown in each turn
        since = max((event.time for event in told), default=0) - _LATELY
        for event in told:
            if event.kind == "thumb" and event.turn and (event.value or 0) < 0:
                passed.update(dict.fromkeys(lists.get(event.turn, ()), _DISLIKED))
            if event.product is None:
                continue
            if event.kind == "shown" and event.time >= since:
                passed[event.product] += 1
                lists.setdefault(event.turn or "", set()).add(event.product)
            elif event.kind in _REFUSED or (event.kind == "rate" and _stars(event) <= _BAD):
                refused.add(event.product)
            elif event.kind in _TAKEN or (event.kind == "rate" and _stars(event) >= GOOD):
                taken.append(event.product)
                refused.discard(event.product)
                passed.pop(event.product, None)
            if event.kind == "buy":
                owned.add(event.product)
        return cls(tuple(taken), frozenset(owned), frozenset(refused), dict(passed))


def _stars(event: Event) -> float:
    return event.value if event.value is not None else (GOOD + _BAD) / 2
