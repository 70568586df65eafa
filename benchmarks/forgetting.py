"""How long it takes to take one shopper out of the ranker, exactly, and how far that is from never having counted them.

The demo shop's own log through `aisle train --forget`, MovieLens-1M and Beauty (AISLE_SHARED_DATA) by the same subtraction and
the same closed forms.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.logs import logs
from recommender.counts import Counts
from recommender.families import ease, followers, forerunners, neighbours, slit
from recommender.forgetting import forget
from recommender.interactions import Interactions
from recommender.learning import Plan, learn_shop
from recommender.shop_log import ShopLog
from recommender.versions import Versions
from shop.demo.build import build_demo
from shop.demo.day import DEFAULT_DAY
from shop.folder import Folder
from shop.store.store import Store

_SHOPPERS = 5
_COUNTED = (followers, forerunners, neighbours)
_CLOSED = (slit, ease)


def main() -> None:
    _demo()
    for _, read, _ in logs():
        _log(read)


def _demo() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Folder.open(Path(place))
        store = Store.open(folder)
        build_demo(folder, store, today=DEFAULT_DAY)
        versions = Versions(folder.models / "ranker")
        log = ShopLog.of(store)
        versions.keep(learn_shop(log, Plan()))
        took = []
        for person in log.interactions.users[:_SHOPPERS]:
            began = time.perf_counter()
            forget(store, versions, person)
            took.append(time.perf_counter() - began)
        learned = versions.load()
        assert learned
        print(
            f"  the demo shop, {len(learned.items):,} products, log and model: {np.median(took):.2f} s (median of {len(took)})"
        )
        store.close()


def _log(read: Interactions) -> None:
    counts = Counts.of(read)
    rows = np.random.default_rng(0).permutation(len(read))[:_SHOPPERS]
    for name, made in (("counted families", _COUNTED), ("closed forms", _CLOSED)):
        took = []
        for row in rows.tolist()[: _SHOPPERS if made is _COUNTED else 1]:
            one = np.arange(len(read)) == row
            began = time.perf_counter()
            left = counts - Counts.of(read.where(one))
            for family in made:
                family(left)
            took.append(time.perf_counter() - began)
        print(f"    {name}: {np.median(took):.1f} s to take one shopper out")
    one = np.arange(len(read)) == rows[0]
    left, never = counts - Counts.of(read.where(one)), Counts.of(read.where(~one))
    apart = max(np.abs(getattr(left, name) - getattr(never, name)).max() for name in ("near", "far", "together"))
    print(f"    counts after it and counts that never knew them differ by {apart:.1e} at most")
