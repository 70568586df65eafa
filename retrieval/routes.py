"""Routes: how often searches went which way. Counted in memory, and written down now and then for other processes to read."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress

from shop.errors import StoreError
from shop.store.facts import Facts

_FACT = "routes"
_PAUSE = 30.0  # seconds between two writings


class RouteLog:
    """The counts of all processes that ever owned the index; `now` is always what this process counted itself."""

    def __init__(self, facts: Facts, clock: Callable[[], float] = time.monotonic) -> None:
        self._facts = facts
        self._clock = clock
        self._before = _read(facts.get(_FACT))
        self._written: Counter[str] = Counter()
        self._next = clock() + _PAUSE

    def total(self, now: Mapping[str, int]) -> dict[str, int]:
        """The counts before this process and its own together."""
        return dict(self._before + Counter(now))

    def write(self, now: Mapping[str, int], *, at_once: bool = False) -> None:
        """Write the total down when there is something new, at most once in thirty seconds unless `at_once`."""
        if self._written == now or not (at_once or self._clock() >= self._next):
            return
        self._next = self._clock() + _PAUSE
        counted = Counter(now)
        with suppress(StoreError):  # a full disk may cost the counts, and nothing else
            self._facts.set(_FACT, json.dumps(self.total(counted)))
            self._written = counted


def _read(text: str | None) -> Counter[str]:
    try:
        found = json.loads(text or "{}")
        return Counter({str(name): int(count) for name, count in found.items()})
    except (ValueError, TypeError, AttributeError):
        return Counter()
