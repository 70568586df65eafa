"""How long one shopper waits for ten recommendations with reasons, at 10,000 and 100,000 products; one thread."""

from __future__ import annotations

import time
from itertools import product

import numpy as np
import torch

from recommender.blend import Blend
from recommender.counts import Counts
from recommender.families import linear_families
from recommender.foresight import Foresight
from recommender.interactions import Interactions
from recommender.learned import About, Learned
from recommender.sequence.config import Config, Kind
from recommender.sequence.encoders import encoder_of
from recommender.sequence.training import Trained
from shop.event import Event

_USERS = 20_000
_CLOSED = 2000  # products in the closed forms: how many it is changes the training, and hardly what is waited for
_ASKED = 300


def main() -> None:
    torch.set_num_threads(1)  # as in a running shop
    for items, body in product((10_000, 100_000), ("attention", "fused", "recurrent")):
        ranker, read = _ranker(items, body)
        wall, cpu = [], []
        for row in range(_ASKED):
            began, burnt = time.perf_counter(), time.process_time()
            found = ranker.recommend(f"u{row}", [_clicked(read, row)], 10)
            wall.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * (time.process_time() - burnt))
            assert len(found) == 10
        p50, p99 = np.percentile(wall, (50, 99))
        print(f"  {items:7,} products, {body:9}: p50 {p50:5.1f} ms, p99 {p99:5.1f} ms; CPU p50 {np.median(cpu):5.1f} ms")


def _ranker(items: int, body: Kind) -> tuple[Blend, Interactions]:
    chance = np.random.default_rng(0)
    # Every user walks about near a product of their own; some products are far more popular.
    homes = (items * chance.random(_USERS) ** 2).astype(np.int64)
    walks = (homes[:, None] + chance.integers(0, 50, (_USERS, 20))) % items
    names = [f"p{number}" for number in range(items)]
    read = Interactions(
        [f"u{user}" for user in range(_USERS)], names, walks.astype(np.int32).ravel(), 20 * np.arange(1, _USERS + 1)
    )
    families = linear_families(Counts.of(read), _CLOSED)
    encoder = Trained(encoder_of(Config(items=items, length=50, body=body)), None)
    weights = {family.name: 1.0 for family in (*families, encoder)}
    foresight = Foresight(Learned(names, [*families, encoder], weights, About("", 0)), "timed")
    past = {
        f"u{row}": [Event(kind="click", time=place, product=names[item]) for place, item in enumerate(read.of_user(row)[:-1])]
        for row in range(_ASKED)
    }
    ranker = Blend(lambda: foresight, lambda shopper: past[shopper])
    ranker.fit(event for those in past.values() for event in those)
    return ranker, read


def _clicked(read: Interactions, row: int) -> Event:
    return Event(kind="click", time=10**6, shopper=f"u{row}", product=read.items[int(read.of_user(row)[-1])])
