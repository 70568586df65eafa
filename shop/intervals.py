"""Intervals: how far a mean over few queries can be trusted, by resampling (Sakai 2006; Smucker, Allan & Carterette 2007)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_DRAWS = 2000
_CHUNK = 100  # draws at once, to keep memory small with many queries


def interval(values: Sequence[float], seed: int = 7) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean. Deterministic."""
    means = _resampled(np.asarray(values, np.float64), np.random.default_rng(seed))
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def chance(differences: Sequence[float], seed: int = 7) -> float:
    """The share of random sign flips whose mean is at least as far from zero: the p of a paired permutation test."""
    values = np.asarray(differences, np.float64)
    values = values[values != 0]
    if not len(values):
        return 1.0
    generator = np.random.default_rng(seed)
    observed = abs(values.sum())
    extreme = 0
    for _ in range(_DRAWS // _CHUNK):
        signs = generator.choice((-1.0, 1.0), size=(_CHUNK, len(values)))
        extreme += int((np.abs(signs @ values) >= observed - 1e-12).sum())
    return (extreme + 1) / (_DRAWS + 1)


def _resampled(values: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    draws = [values[generator.integers(0, len(values), (_CHUNK, len(values)))].mean(axis=1) for _ in range(_DRAWS // _CHUNK)]
    return np.concatenate(draws)
