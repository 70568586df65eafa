"""Popularity: what everybody buys and looks at, newer events counting for more."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from shop.event import Event, Kind

WORTH: Mapping[Kind, float] = {
    "view": 1.0,
    "click": 1.0,
    "share": 2.0,
    "favourite": 3.0,
    "add_to_cart": 4.0,
    "buy": 10.0,
    "return": -8.0,
    "dismiss": -2.0,
    "remove": -2.0,
}
_HALF_LIFE = 30 * 24 * 3600 * 1000  # ms


@dataclass
class Popularity:
    """Scores by product, from 0 to 1, and how many bought each."""

    scores: dict[str, float] = field(default_factory=dict)
    buyers: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, events: list[Event]) -> Popularity:
        """Count the events; the newest one is "now"."""
        now = max((event.time for event in events), default=0)
        worth: defaultdict[str, float] = defaultdict(float)
        buyers: dict[str, set[str]] = {}
        for event in events:
            if event.product is None or event.kind not in WORTH:
                continue
            worth[event.product] += WORTH[event.kind] * 0.5 ** ((now - event.time) / _HALF_LIFE)
            if event.kind == "buy":
                buyers.setdefault(event.product, set()).add(event.shopper or event.session or "")
        most = max(worth.values(), default=0.0)
        # Logarithms, because ten times the sales is not ten times the better answer.
        scores = {id_: math.log1p(value) / math.log1p(most) for id_, value in worth.items() if value > 0}
        return cls(scores, Counter({id_: len(those) for id_, those in buyers.items()}))

    @cached_property
    def best(self) -> list[str]:
        """All products that anybody liked, best first."""
        return sorted(self.scores, key=lambda id_: (-self.scores[id_], id_))
