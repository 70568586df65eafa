"""Current: the trained model that is in use, looked up again and again, so that a new one is taken up without a restart."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from threading import Lock, Thread
from typing import TYPE_CHECKING

from shop.errors import StoreError, UserError
from shop.product import Product
from shop.store.catalogue import Catalogue

from .versions import Versions

if TYPE_CHECKING:
    from .foresight import Foresight
    from .learned import Learned

_LOG = logging.getLogger("aisle")
_SECONDS = 1.0  # between two looks


class Current:
    """Called, it gives the model in use, or None. A new one is read in the background; until then the old one answers.

    Goods that came into the catalogue since it was trained are known to it by their words, as soon as they are there. A damaged
    model is passed over, with a warning that says what to do.
    """

    def __init__(
        self, versions: Versions, catalogue: Catalogue | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._versions, self._catalogue, self._clock = versions, catalogue, clock
        self._lock = Lock()  # one look at a time
        self._taking = Lock()  # one change at a time
        self._foresight: Foresight | None = None
        self._looked = clock()
        self._named = versions.current()
        self._known = self._seq()  # how far the feed of the catalogue has been read
        self._take(self._named)

    def __call__(self) -> Foresight | None:
        """The model in use."""
        if self._clock() - self._looked >= _SECONDS and self._lock.acquire(blocking=False):
            try:
                self._looked = self._clock()
                self._look()
            except StoreError as error:
                _LOG.warning("The ranker does not follow the catalogue: %s", error)
            finally:
                self._lock.release()
        return self._foresight

    def _look(self) -> None:
        if (name := self._versions.current()) != self._named:
            self._named = name
            self._behind(self._take, name)
        elif self._foresight and self._seq() != self._known:
            self._behind(self._follow)

    def _behind(self, change: Callable[..., None], *given: str | None) -> None:
        def run() -> None:
            try:
                change(*given)
            except StoreError as error:
                _LOG.warning("The ranker does not follow the catalogue: %s", error)

        Thread(target=run, daemon=True).start()

    def _take(self, name: str | None) -> None:
        with self._taking:
            seq = self._seq()
            try:
                learned = self._versions.load(name) if name else None
            except UserError as error:
                _LOG.warning("%s Until then the ranker is the one before.", error)
                return
            made = _ready(learned, name).knowing(self._newer(learned)) if learned and name else None
            if self._named == name:  # while it was read, another one may have been pointed at
                self._foresight, self._known = made, seq

    def _newer(self, learned: Learned) -> Iterable[Product]:
        if self._catalogue is None:
            return ()
        known = set(learned.items)
        return self._catalogue.get_many([id_ for id_ in self._catalogue.ids() if id_ not in known])

    def _follow(self) -> None:
        with self._taking:
            catalogue, foresight = self._catalogue, self._foresight
            if catalogue is None or foresight is None:
                return
            while changes := catalogue.changes_since(self._known):
                new = [change.product_id for change in changes if not foresight.knows(change.product_id)]
                foresight = foresight.knowing(catalogue.get_many(list(dict.fromkeys(new))))
                self._known = changes[-1].seq
            self._foresight = foresight

    def _seq(self) -> int:
        return self._catalogue.seq() if self._catalogue else 0


def _ready(learned: Learned, name: str) -> Foresight:
    import torch  # takes a second to import, and a shop without a model needs none

    from .foresight import Foresight

    # One shopper's history is too little for two threads to share: waiting for each other they take longer.
    torch.set_num_threads(1)
    return Foresight(learned, name)
