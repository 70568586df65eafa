"""Together: what lies in one cart with a product, beyond what chance puts there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import scipy.sparse as sparse

from shop.candidate import Why
from shop.event import Event

from .ranker import Scored

_DAY = 24 * 3600 * 1000  # ms
_FULL = 50  # products: a basket of more is a wholesaler's, and says nothing of what goes with what
_FEWEST = 2  # baskets with both
_PRIOR = 2.0  # baskets in which a pair is as frequent as chance, before any is counted
_TELLING = 1.2  # times as often as by chance
_NEIGHBOURS = 50


@dataclass(frozen=True, eq=False)
class Together:
    """By pair of products, in how many baskets both are, and the lift. Nothing in it changes.

    A basket is what one session, or one shopper on one day, bought or put into the cart and left there.

    The lift is a Gamma-Poisson shrunk one (DuMouchel, The American Statistician 1999): (n + a) / (e + a), where n baskets
    have both, chance lets e of them expect it, and a is the prior. A pair seen twice is thereby not above one seen thirty
    times, and a best seller, which chance puts beside everything, stands beside what it truly goes with.
    """

    places: dict[str, int] = field(default_factory=dict)
    ids: Sequence[str] = ()
    lift: sparse.csr_array = field(default_factory=lambda: sparse.csr_array((0, 0)))
    count: sparse.csr_array = field(default_factory=lambda: sparse.csr_array((0, 0)))

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """Count the baskets. Events are in time order."""
        baskets = [basket for basket in _baskets(events) if 2 <= len(basket) <= _FULL]
        ids = sorted(set().union(*baskets))
        places = {id_: place for place, id_ in enumerate(ids)}
        count = _pairs([[places[id_] for id_ in basket] for basket in baskets], len(ids))
        lift = _lift(count)
        return cls(places, ids, lift, count)

    def beside(self, ids: Sequence[str], k: int) -> list[Scored]:
        """The k products that go best with all of those, none of them among these, and the one each goes with most."""
        given = list(dict.fromkeys(ids))
        found: dict[str, tuple[float, float, Why]] = {}  # by product: all lift above chance, the most of one, and for which
        for id_ in given:
            for other, lift, count in self._neighbours(id_):
                above = float(np.log(lift))
                total, most, why = found.get(other, (0.0, 0.0, None))
                if why is None or above > most:
                    most, why = above, Why(kind="bought_together", values={"product": id_, "count": str(count)})
                found[other] = (total + above, most, why)
        best = sorted(found.keys() - set(given), key=lambda other: (-found[other][0], other))[:k]
        return [Scored(product_id=other, score=found[other][0], why=(found[other][2],)) for other in best]

    def _neighbours(self, id_: str) -> Iterator[tuple[str, float, int]]:
        if (row := self.places.get(id_)) is None:
            return
        start, end = self.lift.indptr[row : row + 2]
        columns, lifts = self.lift.indices[start:end], self.lift.data[start:end]
        for place in np.argsort(-lifts, kind="stable")[:_NEIGHBOURS].tolist():
            column = int(columns[place])
            yield self.ids[column], float(lifts[place]), int(self.count[row, column])


def _baskets(events: Iterable[Event]) -> Iterable[set[str]]:
    baskets: dict[object, set[str]] = {}
    bought: dict[object, set[str]] = {}
    for event in events:
        key = event.session or (event.shopper and (event.shopper, event.time // _DAY))
        if not key or event.product is None:
            continue
        if event.kind in ("add_to_cart", "buy"):
            baskets.setdefault(key, set()).add(event.product)
            if event.kind == "buy":
                bought.setdefault(key, set()).add(event.product)
        elif event.kind == "remove" and event.product not in bought.get(key, ()):
            baskets.get(key, set()).discard(event.product)
    return baskets.values()


def _pairs(baskets: Sequence[Sequence[int]], goods: int) -> sparse.csr_array:
    columns = np.array([place for basket in baskets for place in basket], np.int64)
    starts = np.cumsum([0, *map(len, baskets)])
    there = sparse.csr_array((np.ones(len(columns)), columns, starts), shape=(len(baskets), goods))
    count = (there.T @ there).tocsr()
    count.setdiag(0)
    count.eliminate_zeros()
    return count


def _lift(count: sparse.csr_array) -> sparse.csr_array:
    # What chance expects is what it would be if every product kept the number of its neighbours and drew them from all:
    # so a product that is mostly in large baskets is not taken for one that goes with everything.
    pairs, met = count.tocoo(), np.asarray(count.sum(axis=1)).ravel()
    rows, columns = pairs.coords
    expected = met[rows] * met[columns] / max(met.sum(), 1.0)
    lift = (pairs.data + _PRIOR) / (expected + _PRIOR)
    kept = (pairs.data >= _FEWEST) & (lift >= _TELLING)
    return sparse.csr_array((lift[kept], (rows[kept], columns[kept])), shape=count.shape)
