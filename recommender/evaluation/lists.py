"""Lists: what recommendations are like beside being right: how much of the shop they show, and how evenly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..descriptions import Descriptions
from ..interactions import Interactions

Lists = NDArray[np.int64]  # [users, k] places of items, -1 where a list is shorter


def coverage(lists: Lists, items: int) -> float:
    """The share of the items that anybody is shown."""
    return len(np.unique(lists[lists >= 0])) / max(1, items)


def gini(lists: Lists, items: int) -> float:
    """How unevenly the showings fall on the items: 0 all alike, 1 all on one."""
    shown = np.sort(np.bincount(lists[lists >= 0], minlength=items)).astype(np.float64)
    total = shown.sum()
    if not total:
        return 0.0
    return float((2 * np.arange(1, items + 1) - items - 1) @ shown / (items * total))


def novelty(lists: Lists, seen: NDArray[np.int64]) -> float:
    """The mean bits of surprise of what is shown: -log2 of the share of all takings that fell on it (Zhou et al. 2010)."""
    share = (seen + 1) / (seen.sum() + len(seen))
    shown = lists[lists >= 0]
    return float(-np.log2(share[shown]).mean()) if len(shown) else 0.0


def diversity(lists: Lists, descriptions: Descriptions) -> float:
    """One minus the mean cosine of the words of two items of one list, over the lists of two and more."""
    found = []
    for those in lists:
        rows = descriptions.words[those[those >= 0]]
        if rows.shape[0] > 1:
            cosine = (rows @ rows.T).toarray()
            found.append(1 - (cosine.sum() - np.trace(cosine)) / (len(cosine) * (len(cosine) - 1)))
    return float(np.mean(found)) if found else 0.0


def calibration(lists: Lists, histories: Interactions, descriptions: Descriptions, mix: float = 0.01) -> float:
    """How far the words of a list are from the words of the history: mean KL divergence (Steck, RecSys 2018), 0 is alike."""
    found = []
    for row, those in enumerate(lists):
        before = _mix(descriptions, histories.of_user(row))
        after = _mix(descriptions, those[those >= 0])
        if before is not None and after is not None:
            there = before > 0
            blended = (1 - mix) * after[there] + mix * before[there]
            found.append(float((before[there] * np.log(before[there] / blended)).sum()))
    return float(np.mean(found)) if found else 0.0


def _mix(descriptions: Descriptions, items: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.float64] | None:
    total = np.asarray(descriptions.words[items].sum(axis=0), np.float64).ravel()
    whole = total.sum()
    return total / whole if whole else None
