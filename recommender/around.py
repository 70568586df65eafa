"""Around: the lists around a shop: what is like a product, goes with it, completes a cart, is new, sells best or rises."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from threading import Lock, Thread

from shop.candidate import Candidate, Why
from shop.errors import NotFound, StoreError
from shop.event import Event
from shop.product import Product
from shop.store.store import Store

from .goods import Goods, kind_of
from .ranker import Scored
from .shelves import Shelves
from .similar import Similar
from .together import Together

BESIDE = ("similar", "together")  # lists beside products
SHELVES = ("new", "best", "rising")  # lists of the whole shop, or of one category

_LOG = logging.getLogger("aisle")
_REST = 10  # times as long as reading the goods took is waited before they are read again
_DEEP = 5  # times as many as are shown are looked at in one go, for some are sold out
_NEW = 60 * 24 * 3600  # seconds
_SAME_KIND = 0.5  # of the score of what is of a kind that is in the cart already


@dataclass(frozen=True)
class _Learned:
    together: Together = field(default_factory=Together)
    shelves: Shelves = field(default_factory=Shelves)


class Around:
    """Answers with candidates that can be bought now, from the catalogue as it is now. Thread-safe.

    What the log says is one immutable object, replaced at once by `fit`. What the goods say is another, read at the first
    question and again, in the background, when the catalogue has changed; until then the one before answers.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._clock = store, clock
        self._learned = _Learned()
        self._lock = Lock()
        self._similar: tuple[Goods, Similar] | None = None
        self._again = 0.0  # when the goods may be read again

    def fit(self, events: Iterable[Event]) -> None:
        """Learn from all events, in time order; what was learned before is replaced."""
        told = list(events)
        self._learned = _Learned(Together.of(told), Shelves.of(told))

    def refresh(self) -> None:
        """Read the goods before anybody asks."""
        self._goods()

    def beside(self, kind: str, ids: Sequence[str], k: int) -> list[Candidate]:
        """The k products that are most like those, or are bought with them: one of BESIDE.

        Raises NotFound for a product that the shop does not have.
        """
        given = self._store.catalogue.get_many(ids)
        there = {product.id for product in given}
        if missing := [id_ for id_ in ids if id_ not in there]:
            raise NotFound(f"There is no product {missing[0][:100]} in this shop.")
        if kind == "similar":
            return self._like(given, k)
        return self._first(self._learned.together.beside(ids, _DEEP * k + len(ids)), k)

    def _like(self, given: Sequence[Product], k: int) -> list[Candidate]:
        similar = self._goods()[1]
        lists = [similar.to(product, _DEEP * k, [other.id for other in given]) for product in given]
        return self._first(_in_turn(lists), k)

    def completing(self, ids: Sequence[str], k: int) -> list[Candidate]:
        """The k products that go with those, rather of other kinds: a phone is completed by a case, not by another phone."""
        kinds = {kind_of(product) for product in self._store.catalogue.get_many(ids)} - {""}
        found = self._learned.together.beside(ids, _DEEP * k)
        there = {product.id: product for product in self._store.catalogue.get_many([item.product_id for item in found])}
        scored = [
            item.model_copy(update={"score": item.score * _SAME_KIND}) if kind_of(there[item.product_id]) in kinds else item
            for item in found
            if item.product_id in there
        ]
        return self._first(sorted(scored, key=lambda item: (-item.score, item.product_id)), k)

    def shelf(self, kind: str, k: int, category: str | None = None) -> list[Candidate]:
        """The k first of that one of the SHELVES. Raises NotFound for a category that the shop does not have."""
        within = self._goods()[0].within(category) if category else None
        if category and within is None:
            raise NotFound(f"There is no category {category[:100]} in this shop.")
        shelves = self._learned.shelves
        scored = self._new(self._goods()[0]) if kind == "new" else shelves.best if kind == "best" else shelves.rising
        return self._first((item for item in scored if within is None or item.product_id in within), k)

    def _new(self, goods: Goods) -> Iterator[Scored]:
        since = time.time() - _NEW
        for rank, place in enumerate(goods.newest):
            # Where the shop does not say when a product came, it may have been long ago.
            why = (Why(kind="new"),) if goods.created[place] >= since else ()
            yield Scored(product_id=goods.ids[place], score=1 / (1 + rank), why=why)

    def _first(self, scored: Iterable[Scored], k: int) -> list[Candidate]:
        """The first k of them that can be bought."""
        found, waiting = list[Candidate](), iter(scored)
        while len(found) < k and (batch := list(islice(waiting, _DEEP * k))):
            there = {product.id: product for product in self._store.catalogue.get_many([item.product_id for item in batch])}
            for item in batch:
                product = there.get(item.product_id)
                if product and (variant := product.buyable()):
                    scores = {"rank": item.score}
                    found.append(Candidate(product=product, variant=variant, scores=scores, why=item.why))
        return found[:k]

    def _goods(self) -> tuple[Goods, Similar]:
        now = self._similar
        if now is None:
            with self._lock:
                return self._similar or self._read()
        if self._clock() >= self._again and now[0].seq != self._store.catalogue.seq() and self._lock.acquire(blocking=False):
            Thread(target=self._read_again, daemon=True).start()
        return now

    def _read(self) -> tuple[Goods, Similar]:
        began = self._clock()
        goods = Goods.read(self._store.catalogue)
        made = self._similar = (goods, Similar(goods))
        self._again = self._clock() + _REST * (self._clock() - began)
        return made

    def _read_again(self) -> None:
        try:
            self._read()
        except StoreError as error:
            _LOG.warning("What is like what stays as it was: %s", error)
        finally:
            self._lock.release()


def _in_turn(lists: Sequence[Sequence[Scored]]) -> list[Scored]:
    # The first of each, then the second of each; what stands in several stands where it comes first.
    found: dict[str, Scored] = {}
    for round_ in zip_longest(*lists):
        for item in round_:
            if item is not None:
                found.setdefault(item.product_id, item)
    return list(found.values())
