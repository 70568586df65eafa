"""Current: the trained model that is in use, looked up again and again, so that a new one is taken up without a restart."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock, Thread
from typing import TYPE_CHECKING

from shop.errors import UserError

from .versions import Versions

if TYPE_CHECKING:
    from .foresight import Foresight
    from .learned import Learned

_LOG = logging.getLogger("aisle")
_SECONDS = 1.0  # between two looks


class Current:
    """Called, it gives the model in use, or None. A new one is read in the background; until then the old one answers.

    A damaged one is passed over, with a warning that says what to do.
    """

    def __init__(self, versions: Versions, clock: Callable[[], float] = time.monotonic) -> None:
        self._versions, self._clock = versions, clock
        self._lock = Lock()
        self._foresight: Foresight | None = None
        self._looked = clock()
        self._named = versions.current()
        self._take(self._named)

    def __call__(self) -> Foresight | None:
        """The model in use."""
        if self._clock() - self._looked >= _SECONDS and self._lock.acquire(blocking=False):
            try:
                self._looked = self._clock()
                if (name := self._versions.current()) != self._named:
                    self._named = name
                    Thread(target=self._take, args=(name,), daemon=True).start()
            finally:
                self._lock.release()
        return self._foresight

    def _take(self, name: str | None) -> None:
        try:
            learned = self._versions.load(name) if name else None
        except UserError as error:
            _LOG.warning("%s Until then the ranker is the one before.", error)
            return
        made = _ready(learned, name) if learned and name else None
        if self._named == name:  # while it was read, another one may have been pointed at
            self._foresight = made


def _ready(learned: Learned, name: str) -> Foresight:
    import torch  # takes a second to import, and a shop without a model needs none

    from .foresight import Foresight

    # One shopper's history is too little for two threads to share: waiting for each other they take longer.
    torch.set_num_threads(1)
    return Foresight(learned, name)
