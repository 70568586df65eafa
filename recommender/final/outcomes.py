"""Outcomes: what became of every product that was shown: what was known of it then, and what the shopper did with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from shop.event import Event, Kind

from .features import table_of

HEADS = ("click", "cart", "buy")
LAST_PLACE = 9  # what stands further down is seen as seldom as what stands there
CHOICES: tuple[Kind, ...] = ("shown", "click", "favourite", "add_to_cart", "buy")
_HEAD: Mapping[Kind, int] = {"click": 0, "favourite": 0, "add_to_cart": 1, "buy": 2}
_DAY = 24 * 3600 * 1000  # ms
_WITHIN: Mapping[Kind, int] = {"click": _DAY, "favourite": _DAY, "add_to_cart": _DAY, "buy": 7 * _DAY}
_MOST_OF_ONE = 2000  # shown to one visitor: more is a machine


@dataclass(frozen=True, eq=False)
class Outcomes:
    """One row for each product that was shown, list after list in the order of time."""

    features: NDArray[np.float32]  # [rows, features]
    places: NDArray[np.int64]  # [rows] in its list, 0 first
    lists: NDArray[np.int64]  # [rows] which list, counted from 0
    done: NDArray[np.float32]  # [rows, heads] 0 or 1; who bought it has chosen it, however they came there

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """From a log in the order of time. Lists that were shown without their features, or without consent, are left out.

        So are those that answered no words: they hold what was likeliest for their shopper anyway, and teach nothing of the
        rest. What is done with a product belongs to the latest list that showed it to the same visit, else to the same shopper.
        """
        shown: list[Event] = []
        done: list[list[float]] = []
        latest: dict[tuple[str, str], int] = {}
        for event in events:
            if event.product is None or not event.consent:
                continue
            mine = [(who, event.product) for who in (event.session, event.shopper) if who]
            if event.kind == "shown" and event.features and event.features.get("asked"):
                latest |= dict.fromkeys(mine, len(shown))
                shown.append(event)
                done.append([0.0] * len(HEADS))
            elif event.kind in _HEAD:
                row = next((latest[key] for key in mine if key in latest), None)
                if row is not None and event.time - shown[row].time <= _WITHIN[event.kind]:
                    done[row][: _HEAD[event.kind] + 1] = [1.0] * (_HEAD[event.kind] + 1)
        return cls._made(shown, done)

    @classmethod
    def _made(cls, shown: list[Event], done: list[list[float]]) -> Self:
        busy: dict[str, int] = {}
        for event in shown:
            who = event.session or event.shopper or ""
            busy[who] = busy.get(who, 0) + 1
        kept = [row for row, event in enumerate(shown) if busy[event.session or event.shopper or ""] <= _MOST_OF_ONE]
        numbers: dict[str, int] = {}
        lists = [
            numbers.setdefault(shown[row].list_id or f"{shown[row].session} {shown[row].time}", len(numbers)) for row in kept
        ]
        order = np.argsort(np.array(lists, np.int64), kind="stable")
        return cls(
            features=table_of([shown[row].features or {} for row in kept])[order],
            places=np.array([min(shown[row].position or 0, LAST_PLACE) for row in kept], np.int64)[order],
            lists=np.array(lists, np.int64)[order],
            done=np.array([done[row] for row in kept], np.float32).reshape(-1, len(HEADS))[order],
        )

    def __len__(self) -> int:
        return len(self.places)

    @property
    def count(self) -> int:
        """How many lists."""
        return int(self.lists[-1]) + 1 if len(self) else 0

    def between(self, first: float, last: float) -> Outcomes:
        """The lists from that share of all of them up to that one."""
        return self._where((self.lists >= round(first * self.count)) & (self.lists < round(last * self.count)))

    def without(self, first: float, last: float) -> Outcomes:
        """All lists but those."""
        return self._where((self.lists < round(first * self.count)) | (self.lists >= round(last * self.count)))

    def _where(self, kept: NDArray[np.bool_]) -> Outcomes:
        lists = np.unique(self.lists[kept], return_inverse=True)[1]
        return Outcomes(self.features[kept], self.places[kept], lists, self.done[kept])
