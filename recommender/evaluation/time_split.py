"""Time split: a ranker that knows nothing later than a day, judged on what shoppers took after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from shop.errors import UserError
from shop.event import Event

from ..descriptions import Descriptions
from ..interactions import Interactions
from ..learned import Learned
from ..shop_log import interactions_of
from .evaluation import Evaluation, K

_LAST = 0.1  # share of the events that are judged on


@dataclass(frozen=True)
class TimeSplit:
    """`before` is learned from. Of every shopper who is known by then, the first new item after it is the target."""

    before: Interactions
    histories: Interactions
    targets: NDArray[np.int32]  # [users of histories]
    since: int  # UTC ms

    @classmethod
    def of(cls, events: Sequence[Event], items: Sequence[str]) -> Self:
        """Of a log in the order of time, over the shop's `items`. Raises UserError where nobody is left to judge on."""
        if not events:
            raise UserError("Nothing has happened in this shop yet, so there is nothing to judge a ranker on.")
        cut = int(len(events) * (1 - _LAST))
        before = interactions_of(events[:cut]).knowing(items)
        later = interactions_of(events[cut:])
        places = {item: place for place, item in enumerate(before.items)}
        rows = {user: row for row, user in enumerate(before.users)}
        targets: dict[int, int] = {}
        for row, user in enumerate(later.users):
            known = rows.get(user)
            if known is None or not before.lengths[known]:
                continue
            had = set(before.of_user(known).tolist())
            taken = (places.get(later.items[item]) for item in later.of_user(row).tolist())
            target = next((place for place in taken if place is not None and place not in had), None)
            if target is not None:
                targets[known] = target
        if not targets:
            raise UserError("Nobody who was here before has taken anything new of late, so there is nothing to judge on.")
        chosen = np.zeros(len(before), np.bool_)
        chosen[list(targets)] = True
        found = np.array([targets[row] for row in sorted(targets)], np.int32)
        return cls(before, before.where(chosen), found, events[cut].time)

    def judge(self, learned: Learned, descriptions: Descriptions | None = None) -> Evaluation:
        """A ranker that was trained on `before`."""
        return Evaluation.of(self.histories, self.targets, learned.lists(self.histories, K), descriptions)
