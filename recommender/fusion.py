"""Fusion: how much each family counts in the sum, fitted on what shoppers took next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from .interactions import Interactions
from .linear import Scores

_RIDGE = 2.0  # of the weights, beside one for every shopper: few shoppers say little of what sets families apart
_MOST = 60_000_000  # numbers that are looked at: more shoppers than that gives make the weights hardly better
_STEPS = (0.3, 0.1)  # of the largest weight, by which each is moved in turn


def comparable(scores: Scores) -> Scores:
    """Scores of families on one scale, [users, items]: deviations from the shopper's mean, far ones drawn in (asinh).

    Counts have long tails: without that, whichever family is surest of one item decides alone.
    """
    centred = scores - scores.mean(axis=-1, keepdims=True)
    deviation = centred.std(axis=-1, keepdims=True)
    return drawn_in(np.divide(centred, deviation, out=np.zeros_like(centred), where=deviation > 1e-12))


def drawn_in(values: Scores) -> Scores:
    """asinh, of any shape: NumPy's own is slower by far."""
    size = np.abs(values)
    made: Scores = np.copysign(np.log(size + np.sqrt(size * size + np.float32(1))), values)
    return made


@dataclass(frozen=True)
class Cases:
    """What families say of all items for some shoppers, and what each took next."""

    said: NDArray[np.float32]  # [users, items, families]
    seen: NDArray[np.bool_]  # [users, items] no candidates, for they were taken before
    targets: NDArray[np.int64]  # [users]

    @classmethod
    def of(cls, said: Sequence[Scores], histories: Interactions, targets: NDArray[np.int32]) -> Self:
        """From the comparable scores of each family. Somebody who took the target before is no case."""
        seen = np.zeros(said[0].shape, np.bool_)
        seen[histories.owners(), histories.sequence] = True
        fair = ~seen[np.arange(len(targets)), targets]
        return cls(np.stack(said, axis=2)[fair], seen[fair], targets[fair].astype(np.int64))

    def ndcg(self, weights: NDArray[np.float64], depth: int = 10) -> float:
        """The mean NDCG of the targets under those weights."""
        if not len(self.targets):
            return 0.0
        total = self.said @ weights.astype(np.float32)
        mine = total[np.arange(len(total)), self.targets][:, None]
        total[self.seen] = -np.inf
        place = (total >= mine).sum(axis=1) - 1  # of equals the target is the last: nobody is right by saying nothing
        return float(np.where(place < depth, 1 / np.log2(place + 2), 0.0).mean())


def shoppers_that_fit(items: int, families: int) -> int:
    """Of how many shoppers the cases fit into memory."""
    return max(200, _MOST // max(1, items * families))


def fit_weights(cases: Cases) -> NDArray[np.float64]:
    """The weights, [families]: likeliest targets under a softmax first, then moved one by one towards the best NDCG@10."""
    families = cases.said.shape[2]
    if not len(cases.targets):
        return np.full(families, 1 / families)
    begin = minimize(_unlikely, np.full(families, 0.3), args=(cases,), jac=True, method="L-BFGS-B", options={"maxiter": 40})
    return _climbed(cases, begin.x)


def _unlikely(weights: NDArray[np.float64], cases: Cases) -> tuple[float, NDArray[np.float64]]:
    users = np.arange(len(cases.targets))
    ridge = _RIDGE / len(users)
    odds = cases.said @ weights.astype(np.float32)
    odds[cases.seen] = -np.inf
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    right = cases.said[users, cases.targets]
    expected = np.einsum("ui,uif->f", odds, cases.said, optimize=True)
    value = -np.log(np.maximum(odds[users, cases.targets], 1e-12)).mean() + ridge * float(weights @ weights)
    return float(value), (expected - right.sum(axis=0)).astype(np.float64) / len(users) + 2 * ridge * weights


def _climbed(cases: Cases, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    best, size = cases.ndcg(weights), np.abs(weights).max()
    for step in _STEPS:
        for family in range(len(weights)):
            for move in (-step * size, step * size):
                while True:
                    tried = weights.copy()
                    tried[family] += move
                    value = cases.ndcg(tried)
                    if value <= best + 1e-5:
                        break
                    weights, best = tried, value
    return weights
