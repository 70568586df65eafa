"""Nightly: work that a running server does once a day, at a time when few shoppers are there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta


class Nightly:
    """Comes due once a day at that time of the clock; never for None."""

    def __init__(self, at: time | None, clock: Callable[[], datetime] = datetime.now) -> None:
        self._at = at
        self._clock = clock
        self._next = self._after(clock())

    def due(self) -> bool:
        """Whether its time has come since it was asked last."""
        now = self._clock()
        if self._next is None or now < self._next:
            return False
        self._next = self._after(now)
        return True

    def _after(self, now: datetime) -> datetime | None:
        if self._at is None:
            return None
        today = datetime.combine(now.date(), self._at)
        return today if today > now else today + timedelta(days=1)
