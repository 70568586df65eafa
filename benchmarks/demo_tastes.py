"""How well the ranker meets what the demo shop's customers truly like, which only the simulator knows.

Asked are products that the customer has had nothing to do with yet.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.recommending import Recommending
from recommender.blend import Blend
from recommender.foresight import Foresight
from recommender.interactions import Interactions
from recommender.learned import Learned
from recommender.learning import Plan, learn
from recommender.popularity import Popularity
from recommender.shop_log import ShopLog
from shop.demo.build import build_demo
from shop.demo.catalogue import make_products
from shop.demo.day import DEFAULT_DAY
from shop.demo.simulator import tastes
from shop.demo.taste import Taste
from shop.folder import Folder
from shop.intervals import chance, interval
from shop.store.store import Store

_SEED = 7
_K = 10
Gains = Mapping[str, float]


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Folder.open(Path(place))
        store = Store.open(folder)
        build_demo(folder, store, seed=_SEED, today=DEFAULT_DAY)
        try:
            _measure(store)
        finally:
            store.close()


def _measure(store: Store) -> None:
    log = ShopLog.of(store)
    read, words = log.interactions, log.descriptions
    began, burnt = time.perf_counter(), time.process_time()
    learned = learn(read, Plan.fitting(read, words), held_out=0, descriptions=words)
    print(
        f"  {len(read)} shoppers, {len(read.items):,} products, {len(read.sequence):,} interactions; "
        f"trained in {time.perf_counter() - began:.0f} s, {time.process_time() - burnt:.0f} s of CPU"
    )
    events = [event for batch in store.events.iterate() for event in batch]
    known: dict[str, set[str]] = {}
    for event in events:
        if event.shopper and event.product:
            known.setdefault(event.shopper, set()).add(event.product)
    truth = {
        shopper: {id_: gain for id_, gain in gains.items() if id_ not in known.get(shopper, ())}
        for shopper, gains in _truth().items()
    }
    popular = Popularity.of(events).best
    past = store.events.for_shopper
    counted, personal = Blend(past=past), Blend(lambda: Foresight(learned, "measured"), past)
    for ranker in (counted, personal):
        ranker.fit(events)
    lists = {
        "popularity": {shopper: [id_ for id_ in popular if id_ not in known[shopper]][:_K] for shopper in truth},
        "Markov and popularity": {shopper: _best(counted, shopper, known[shopper]) for shopper in truth},
        "personal": {shopper: _best(personal, shopper, known[shopper]) for shopper in truth},
        "personal, as shown": {
            shopper: [item.product.id for item in Recommending(store, personal)(shopper, [], _K, "en", known[shopper])]
            for shopper in truth
        },
    }
    ndcg = {name: [_ndcg(those[shopper], gains) for shopper, gains in truth.items()] for name, those in lists.items()}
    for name, values in ndcg.items():
        low, high = interval(values)
        print(f"  {name:24} NDCG@10 {np.mean(values):.3f}   95 % of {low:.3f} to {high:.3f}")
    for name in ("popularity", "Markov and popularity"):
        better = [one - other for one, other in zip(ndcg["personal"], ndcg[name], strict=True)]
        low, high = interval(better)
        print(f"  personal beside {name}: {np.mean(better):+.3f}   {low:+.3f} to {high:+.3f}   p {chance(better):.4f}")
    print(f"  deletion test: without the product a reason names, {_deleted(learned, read):.3f} of the scores are lower")
    print(f"  alone, on what shoppers took next: {_valid(learned)}")


def _deleted(learned: Learned, read: Interactions) -> float:
    # Scored anew with the whole history and without the quoted product, by the scores that rank.
    foresight, lower = Foresight(learned, "measured"), []
    for row in range(len(read)):
        history = [read.items[item] for item in read.of_user(row)]
        view = foresight.look(history)
        if view is None:
            continue
        for id_, because in view.because(list(view.scores(k=_K))).items():
            place = foresight._places[id_]
            without = foresight.look([other for other in history if other != because])
            lower.append(without is None or without._outlook.scores[place] < view._outlook.scores[place])
    return float(np.mean(lower))


def _best(ranker: Blend, shopper: str, known: Collection[str]) -> list[str]:
    return [item.product_id for item in ranker.recommend(shopper, [], _K, known)]


def _valid(learned: Learned) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in learned.about.valid.items())


def _truth() -> dict[str, Gains]:
    # How likely a customer is to look at each product and to like it, as the simulator draws it.
    made = make_products(_SEED, DEFAULT_DAY)
    lines: dict[str, list[int]] = {}
    for place, each in enumerate(made):
        lines.setdefault(each.draft.line.id, []).append(place)

    def gains(taste: Taste) -> Gains:
        found = {}
        for line, share in taste.lines.items():
            pleasure = [taste.pleasure(made[place]) for place in lines.get(line, ())]
            total = sum(map(math.exp, pleasure))
            for place, value in zip(lines.get(line, ()), pleasure, strict=True):
                found[made[place].product.id] = share * math.exp(value) / total / (1 + math.exp(0.4 - value))
        return found

    return {shopper: gains(taste) for shopper, taste in tastes(_SEED).items()}


def _ndcg(answer: Sequence[str], gains: Gains) -> float:
    def discounted(values: Sequence[float]) -> float:
        return sum(value / math.log2(place + 2) for place, value in enumerate(values))

    return discounted([gains.get(id_, 0.0) for id_ in answer]) / discounted(sorted(gains.values(), reverse=True)[:_K])
