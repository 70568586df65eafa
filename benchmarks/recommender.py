"""The ranker on MovieLens-1M and Amazon Beauty: full ranking, leave-last-out, each family alone and all together.

AISLE_SHARED_DATA names the folder of the two logs; AISLE_SEEDS="0 1 2" the seeds. Trainings are kept in AISLE_BENCH
(.aisle-bench), so that one that was broken off goes on and one that is done is not repeated. Beauty's items are described by
their attributes, MovieLens' by nothing but who watched them.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.logs import logs
from recommender.descriptions import Descriptions
from recommender.evaluation.evaluation import Evaluation
from recommender.evaluation.judging import judge
from recommender.interactions import Interactions
from recommender.learned import Learned
from recommender.learning import Plan, learn

_LINEAR = ("followers", "forerunners", "neighbours", "slit", "ease")


def main() -> None:
    kept = Path(os.environ.get("AISLE_BENCH", ".aisle-bench"))
    seeds = [int(seed) for seed in os.environ.get("AISLE_SEEDS", "0").split()]
    for name, read, words in logs():
        _linear(read, words)
        _table(read, words, [_learned(read, words, seed, kept / f"{name}-{seed}") for seed in seeds])


def _linear(read: Interactions, words: Descriptions | None) -> None:
    began, burnt = time.perf_counter(), time.process_time()
    learned = learn(read, Plan(), descriptions=words)
    took = f"{time.perf_counter() - began:.0f} s, {time.process_time() - burnt:.0f} s of CPU"
    print(f"  linear families and their weights: {took}")
    _print("linear together", [judge(learned, read)])


def _learned(read: Interactions, words: Descriptions | None, seed: int, workspace: Path) -> Learned:
    workspace.mkdir(parents=True, exist_ok=True)
    plan = Plan.fitting(read, words)
    began, burnt, told = time.perf_counter(), time.process_time(), []
    learned = learn(
        read, replace(plan, recipe=replace(plan.recipe, seed=seed)), 2, words, lambda what, step: told.append(step), workspace
    )
    epochs = sum(step is not None for step in told)
    took = f"{time.perf_counter() - began:.0f} s, {time.process_time() - burnt:.0f} s of CPU"
    print(f"  seed {seed}: {epochs} epochs in this run, {took}", flush=True)
    return learned


def _table(read: Interactions, words: Descriptions | None, learned: list[Learned]) -> None:
    for family in [each.name for each in learned[0].families]:
        seeds = learned[:1] if family in _LINEAR else learned
        _print(family, [judge(each.only(family), read) for each in seeds])
    whole = [judge(each, read, words) for each in learned]
    _print("together", whole)
    report = whole[0].report()
    names = ("coverage", "gini", "novelty", "diversity", "calibration")
    print("    " + ", ".join(f"{name} {report[name]}" for name in names if name in report))
    beside = whole[0].beside(judge(learned[0].only("followers"), read))["ndcg@10"]
    print(f"    beside followers: {beside['difference']:+.4f}, {beside['low']:+.4f} to {beside['high']:+.4f}, p {beside['p']}")


def _print(name: str, found: list[Evaluation]) -> None:
    values = [{measure: float(those.mean()) for measure, those in each.values().items()} for each in found]
    means = {measure: np.mean([value[measure] for value in values]) for measure in values[0]}
    spread = np.ptp([value["ndcg@10"] for value in values])
    seeds = f"   {len(found)} seeds, NDCG within {spread:.4f}" if len(found) > 1 else ""
    print(f"    {name:16} NDCG@10 {means['ndcg@10']:.4f}   HR@10 {means['hr@10']:.4f}{seeds}", flush=True)
