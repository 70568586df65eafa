"""Limits: how often one caller may ask, counted over the last minute."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from .problems import Problem

_MINUTE = 60.0
_MOST_CALLERS = 10_000  # the longest silent ones are forgotten first


class Limit:
    """At most `most` calls a minute for each caller."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, caller: str) -> None:
        """Count one call. Raises Problem 429 with Retry-After (seconds) when there were too many."""
        now = self._clock()
        calls = self._calls.setdefault(caller, deque())
        self._calls.move_to_end(caller)
        while calls and calls[0] <= now - _MINUTE:
            calls.popleft()
        if len(calls) >= self._most:
            wait = math.ceil(calls[0] + _MINUTE - now)
            raise Problem(429, f"That was too fast; please wait {wait} seconds.", {"Retry-After": str(wait)})
        calls.append(now)
        while len(self._calls) > _MOST_CALLERS:
            self._calls.popitem(last=False)
