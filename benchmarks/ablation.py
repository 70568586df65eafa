"""Each family of the ranker and each kind of encoder beside the others: one seed, equal epochs, one table a log.

AISLE_EPOCHS (20) is the budget of every encoder, AISLE_SEED the seed, AISLE_DEVICE where encoders are trained,
AISLE_ROWS="causal, fused" the rows that are wanted. Rows are kept in AISLE_BENCH (.aisle-bench) as soon as they are made,
and a training that was broken off goes on there. Weights are fitted on the validation part: what those together gain shows
on the test part. RecTools' SASRec, which needs older versions of NumPy and pandas, is a row once benchmarks/rectools_peer.py
has made it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.logs import logs
from benchmarks.results import PEER, Results, Row, hit_rate, ndcg, places
from recommender.counts import Counts
from recommender.descriptions import Descriptions
from recommender.factorisation import Factorisation
from recommender.families import linear_families
from recommender.family import Family
from recommender.interactions import Interactions, Items
from recommender.learned import About, Learned, bags_of
from recommender.learning import Plan, train_encoder, weigh
from recommender.linear import Scores
from recommender.sequence.training import Trainer
from recommender.sequence.warm_start import item_vectors
from shop.intervals import chance

_ENCODERS: Mapping[str, Mapping[str, Any]] = {
    "causal": {},
    "masked": {"causal": False},
    "recurrent": {"body": "recurrent"},
    "convolutional": {"body": "convolutional"},
    "fused": {"body": "fused"},
}
_ROWS: Mapping[str, Sequence[str]] = {
    "popularity": ("popularity",),
    "factorisation": ("factorisation",),
    "linear": ("linear",),
    **{name: (name,) for name in _ENCODERS},
    **{f"linear + {name}": ("linear", name) for name in _ENCODERS},
    "linear + causal + masked": ("linear", "causal", "masked"),
    "linear + all encoders": ("linear", *_ENCODERS),
}
_ALONE, _TOGETHER = "causal", "linear + causal"  # what the others are set beside


def main() -> None:
    folder = Path(os.environ.get("AISLE_BENCH", ".aisle-bench"))
    epochs, seed = int(os.environ.get("AISLE_EPOCHS", "20")), int(os.environ.get("AISLE_SEED", "0"))
    device = os.environ.get("AISLE_DEVICE", "cpu")
    results = Results(folder / "ablation.jsonl")
    for log, read, words in logs():
        workshop = _Workshop(read, words, epochs, seed, device, folder / f"ablation-{log}-{epochs}-{seed}")
        for name in _wanted():
            if name not in results.rows(log, epochs, seed):
                results.keep(workshop.row(log, name, results.rows(log, epochs, seed)))
        _print(results.rows(log, epochs, seed))


def _wanted() -> list[str]:
    asked = os.environ.get("AISLE_ROWS")
    return [name.strip() for name in asked.split(",")] if asked else list(_ROWS)


@dataclass(frozen=True)
class _Popularity:
    """How often each item was taken, whoever asks. A `Family`."""

    seen: NDArray[np.int64]
    name: str = "popularity"

    def scores(self, histories: Interactions) -> Scores:
        return np.tile(self.seen.astype(np.float32), (len(histories), 1))

    def of_one(self, history: Items) -> Scores:
        return self.seen.astype(np.float32)

    def at(self, histories: Sequence[Items], columns: NDArray[np.int64]) -> Scores:
        return np.tile(self.seen[columns].astype(np.float32), (len(histories), 1))


class _Workshop:
    """What is made from one log, each part once, and how many seconds each took."""

    def __init__(
        self, read: Interactions, words: Descriptions | None, epochs: int, seed: int, device: str, folder: Path
    ) -> None:
        plan = Plan.fitting(read, words)
        self._recipe = replace(plan.recipe, epochs=epochs, seed=seed)
        self._config, self._device, self._folder = plan.encoders[0], device, folder
        self._bags = bags_of(words.words) if words else None
        folder.mkdir(parents=True, exist_ok=True)
        self._train, self._whole = read.without_last(2), read.where(read.lengths >= 3)
        self._known = self._whole.without_last(1)
        self._past, self._targets = self._known.without_last(1), _last(self._known)
        self._parts = dict[str, Sequence[Family]]()
        self._seconds = dict[str, float]()

    def row(self, log: str, name: str, kept: Mapping[str, Row]) -> Row:
        """Make its parts, weigh them on the validation part, and look where the right items stand in both parts."""
        families = [family for part in _ROWS[name] for family in self._part(part)]
        clock = _Clock("cpu")
        weights = weigh(families, self._past, self._targets)[0] if len(families) > 1 else {families[0].name: 1.0}
        took = clock.seconds() + sum(kept[part].seconds if part in kept else self._seconds[part] for part in _ROWS[name])
        device = self._device if set(_ROWS[name]) & set(_ENCODERS) else "cpu"
        learned = Learned(self._whole.items, families, weights, About("", 2))
        valid, test = (places(learned.lists(part.without_last(1), 10), _last(part)) for part in (self._known, self._whole))
        print(f"    {name}: {took:.0f} s ({device})   NDCG@10 {ndcg(test).mean():.4f}   {weights}", flush=True)
        return Row(log, name, self._recipe.epochs, self._recipe.seed, device, round(took, 1), valid, test)

    def _part(self, name: str) -> Sequence[Family]:
        if name not in self._parts:
            clock = _Clock(self._device if name in _ENCODERS else "cpu")
            self._parts[name] = self._made(name)
            self._seconds[name] = clock.seconds()
        return self._parts[name]

    def _made(self, name: str) -> Sequence[Family]:
        if name == "linear":
            return linear_families(self._counts)
        if name == "popularity":
            return [_Popularity(np.bincount(self._train.sequence, minlength=len(self._train.items)))]
        if name == "factorisation":
            return [Factorisation.of(self._train)]
        config = replace(self._config, **_ENCODERS[name])
        trainer = Trainer(self._train, config, self._recipe, self._bags, self._begin, self._device)
        return [train_encoder(trainer, self._past, self._targets, workspace=self._folder)]

    @cached_property
    def _counts(self) -> Counts:
        return Counts.of(self._train)

    @cached_property
    def _begin(self) -> NDArray[np.float32]:
        return item_vectors(self._counts.near, self._config.width)


class _Clock:
    """Counts the work of a CPU, or the time that another device was held."""

    def __init__(self, device: str) -> None:
        self._now = time.process_time if device == "cpu" else time.perf_counter
        self._began = self._now()

    def seconds(self) -> float:
        return self._now() - self._began


def _last(interactions: Interactions) -> Items:
    return interactions.sequence[interactions.ends - 1]


def _print(rows: Mapping[str, Row]) -> None:
    print(f"    {'':26} {'valid':>15} {'test':>15}  seconds")
    print(f"    {'':26} {'NDCG@10':>8} {'HR@10':>6} {'NDCG@10':>8} {'HR@10':>6}")
    for name in (*_ROWS, PEER):
        if name in rows:
            row = rows[name]
            parts = (f"{ndcg(part).mean():8.4f} {hit_rate(part):6.4f}" for part in (row.valid, row.test))
            print(f"    {name:26} {' '.join(parts)} {row.seconds:7.0f} {row.device:5}{_beside(row, rows)}")


def _beside(row: Row, rows: Mapping[str, Row]) -> str:
    other = _TOGETHER if " + " in row.name else _ALONE
    if other not in rows or other == row.name:
        return ""
    differences = ndcg(row.test) - ndcg(rows[other].test)
    return f"   beside {other}: {differences.mean():+.4f}, p {chance(differences.tolist()):.4f}"
