"""Markov: what shoppers went on to after a product; counts of steps between two products of one visit or one history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shop.event import Event, Kind

_WORTH: Mapping[Kind, float] = {"view": 1.0, "click": 1.0, "favourite": 2.0, "add_to_cart": 2.0, "buy": 4.0}
_PRIOR = 3.0  # steps that a pair must beat before it is believed
_NEIGHBOURS = 100
_HISTORY = 5  # products of the past that still say something
_DECAY = 0.6


@dataclass
class Markov:
    """By product, the products that followed it with a score from 0 to 1; and which pairs were bought, not only viewed."""

    after: dict[str, dict[str, float]] = field(default_factory=dict)
    bought: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, events: Sequence[Event]) -> Markov:
        """Count the steps. Events are in time order."""
        steps: defaultdict[str, dict[str, float]] = defaultdict(dict)
        bought: Counter[tuple[str, str]] = Counter()
        last: dict[str, Event] = {}
        for event in events:
            who = event.shopper or event.session
            if event.product is None or who is None or event.kind not in _WORTH:
                continue
            before = last.get(who)
            if before is not None and before.product and before.product != event.product:
                followers = steps[before.product]
                followers[event.product] = followers.get(event.product, 0.0) + _WORTH[event.kind]
                if event.kind == "buy" and before.kind == "buy":
                    bought[before.product, event.product] += 1
            last[who] = event
        after = {id_: _shares(followers) for id_, followers in steps.items()}
        return cls(after, {pair for pair, count in bought.items() if count > 1})

    def scores(self, history: Sequence[str]) -> dict[str, tuple[float, str]]:
        """By product, how likely it is next after the history (oldest first), and the product that says so most."""
        found: dict[str, tuple[float, str]] = {}
        for age, id_ in enumerate(list(dict.fromkeys(reversed(history)))[:_HISTORY]):
            for follower, score in self.after.get(id_, {}).items():
                worth = score * _DECAY**age
                total, because = found.get(follower, (0.0, id_))
                found[follower] = (total + worth, because)
        return found


def _shares(followers: Mapping[str, float]) -> dict[str, float]:
    total = sum(followers.values()) + _PRIOR
    best = sorted(followers.items(), key=lambda item: -item[1])[:_NEIGHBOURS]
    return {id_: count / total * count / (count + _PRIOR) for id_, count in best}
