"""How well the final ranker, learned from choices, orders answers by what the demo's customers truly like.

Customers ask, and choose from what fixed weights show them; from that the final ranker learns. Then they ask anew, and the
forty products that the search finds are put in order with the fixed weights and with the learned ones. Which of them please
who asked only the simulator knows. Beside the order stand the chances: how far those that the model gives are from the shares
that choose.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant.tools.kinds import of_kind
from assistant.understanding.asking import need_of
from recommender.blend import Blend
from recommender.final.outcomes import Outcomes
from recommender.foresight import Foresight
from recommender.learned import Learned
from recommender.learning import Plan, learn_shop, with_final
from recommender.shop_log import ShopLog
from retrieval.index import Index
from shop.demo.build import build_demo
from shop.demo.choosing import Asking, Choosers
from shop.demo.day import DEFAULT_DAY
from shop.folder import Folder
from shop.intervals import chance, interval
from shop.settings import load_settings
from shop.store.store import Store
from ui.rehearsal import rehearse

_SEED = 7
_LISTS = (250, 500, 1000, 2000)
_ASKED = 600  # anew
_POOL, _K = 40, 10


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Folder.open(Path(place))
        store = Store.open(folder)
        try:
            build_demo(folder, store, seed=_SEED, today=DEFAULT_DAY)
            index = Index.open(folder, store, load_settings(data=Path(place)))
            index.build()
            _measure(store, index)
            index.close()
        finally:
            store.close()


def _measure(store: Store, index: Index) -> None:
    log = ShopLog.of(store)
    learned = learn_shop(log, Plan.fitting(log.interactions, log.descriptions))
    fixed = _blend(store, learned)
    choosers = Choosers(_SEED, DEFAULT_DAY)
    began = time.process_time()
    outcomes = Outcomes.of(rehearse(store, index.searcher, fixed, choosers, max(_LISTS)))
    print(f"  {outcomes.count:,} lists were shown, {1000 * (time.process_time() - began) / outcomes.count:.0f} ms of CPU each")
    asked = list(choosers.askings(_ASKED, "anew"))
    before = list(_ndcg(store, index, fixed, choosers, asked))
    print(f"  {'fixed weights':22} NDCG@10 {np.mean(before):.3f}   {'95 % of':8} {_range(before)}")
    for count in _LISTS:
        began = time.process_time()
        taught = with_final(learned, outcomes.between(0, count / outcomes.count))
        took = time.process_time() - began
        if taught.final is None:
            print(f"  learned from {count:,} lists: {taught.about.final}")
            continue
        after = list(_ndcg(store, index, _blend(store, taught), choosers, asked))
        better = [one - other for one, other in zip(after, before, strict=True)]
        print(
            f"  {f'learned from {count:,} lists':22} NDCG@10 {np.mean(after):.3f}   gain    {_range(better)}   "
            f"p {chance(better):.4f}   {took:.1f} s of CPU   calibration error {taught.final.about['calibration']}"
        )


def _blend(store: Store, learned: Learned) -> Blend:
    foresight = Foresight(learned, "measured")
    blend = Blend(lambda: foresight, store.events.for_shopper)
    blend.fit(event for batch in store.events.iterate() for event in batch)
    return blend


def _ndcg(store: Store, index: Index, ranker: Blend, choosers: Choosers, asked: list[Asking]) -> Iterator[float]:
    for asking in asked:
        need = need_of(asking.text, index.searcher, "USD")
        found = of_kind(index.searcher.search(need, k=_POOL).candidates, need)
        gains = {item.product.id: 1 / (1 + math.exp(-choosers.pleasure(asking, item.product.id))) for item in found}
        shown = ranker.rank(asking.shopper.id, [], asking.shopper.preferences, need, found)
        best = _discounted(sorted(gains.values(), reverse=True)[:_K])
        yield _discounted([gains[item.product.id] for item in shown[:_K]]) / best if best else 0.0


def _discounted(values: list[float]) -> float:
    return sum(value / math.log2(place + 2) for place, value in enumerate(values))


def _range(values: list[float]) -> str:
    low, high = interval(values)
    return f"{low:+.3f} to {high:+.3f}"
