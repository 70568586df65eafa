"""Limits: how often one caller may ask, counted over the last minute or hour."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from shop.settings import Limits as Settings

from .problems import Problem

_MINUTE, _HOUR = 60.0, 3600.0
_MOST_CALLERS = 10_000  # the longest silent ones are forgotten first


class Limit:
    """At most `most` calls in `seconds` for each caller. Thread-safe."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic, seconds: float = _MINUTE) -> None:
        self._most, self._clock, self._seconds = most, clock, seconds
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str) -> None:
        """Count one call. Raises Problem 429 with Retry-After (seconds) when there were too many."""
        with self._lock:
            self._take(caller, self._clock())

    def _take(self, caller: str, now: float) -> None:
        calls = self._calls.setdefault(caller, deque())
        self._calls.move_to_end(caller)
        while calls and calls[0] <= now - self._seconds:
            calls.popleft()
        if len(calls) >= self._most:
            wait = math.ceil(calls[0] + self._seconds - now)
            raise Problem(429, f"That was too fast; please wait {wait} seconds.", {"Retry-After": str(wait)})
        calls.append(now)
        while len(self._calls) > _MOST_CALLERS:
            self._calls.popitem(last=False)


@dataclass(frozen=True)
class Limits:
    """Every limit of the API, each with its own count."""

    turns: Limit  # by session
    speaking: Limit  # chat turns, by address
    looking: Limit  # all other calls, by address
    beginning: Limit  # new sessions, by address and hour

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """As the settings say."""
        return cls(
            turns=Limit(settings.turns_per_minute),
            speaking=Limit(settings.requests_per_minute),
            looking=Limit(settings.lookups_per_minute),
            beginning=Limit(settings.sessions_per_hour, seconds=_HOUR),
        )
