"""Signals: what a shop knows of its goods beside the question, as small terms of a score: stock, ratings, how new they are, and
what the shop earns by them.

Together they are worth at most `MOST`, so they order what is about equally relevant and never lift a product over one whose
relevance is higher by more than that. No signal decides which products are found.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from shop.settings import Search

from .columns import UNKNOWN, Columns
from .fusion import Scores

MOST = 0.03  # of a score of about 1; one of four words that were asked for is worth about 0.2
_HALF_LIFE = 60.0 * 86400  # seconds after which being new is worth half


@dataclass(frozen=True)
class Signals:
    """What each signal is worth at most; 0 switches it off. Weights that sum to more than `MOST` share it in proportion."""

    stock: float = 0.01
    rating: float = 0.01
    freshness: float = 0.005
    margin: float = 0.0

    @classmethod
    def of(cls, settings: Search) -> Self:
        """The weights that are set, within the bound."""
        weights = (settings.stock, settings.rating, settings.freshness, settings.margin)
        scale = min(1.0, MOST / sum(weights)) if any(weights) else 1.0
        return cls(*(weight * scale for weight in weights))

    @property
    def most(self) -> float:
        """What all signals together can be worth."""
        return self.stock + self.rating + self.freshness + self.margin

    def worth(self, columns: Columns, rows: NDArray[np.int64], variants: NDArray[np.int64]) -> Scores:
        """What they add to the scores of the product rows whose variants were chosen. [rows], 0 to `most`

        Unknown stock stands between there and sold out, a product without ratings at the mean that few ratings are pulled to,
        and one without a date gains nothing by it, as one that came in long ago. Nor does one whose margin is unknown.
        """
        total = np.zeros(len(rows), np.float32)
        if self.stock:
            stock = columns.stock[variants]
            total += np.float32(self.stock) * np.where(stock == UNKNOWN, np.float32(0.5), (stock > 0).astype(np.float32))
        if self.rating:
            total += np.float32(self.rating) * (columns.rating[rows] - 1) / 4
        if self.freshness:
            total += np.float32(self.freshness) * _freshness(columns.created[rows], time.time())
        if self.margin:
            total += np.float32(self.margin) * np.clip(columns.margin[variants], 0, 1)
        return total


def _freshness(created: NDArray[np.float64], now: float) -> Scores:
    # 1 for what came in today, and for what will come in; 0 for what has no date.
    age = np.maximum(now - created, 0.0)
    return np.where(created > 0, np.exp2(-age / _HALF_LIFE), 0.0).astype(np.float32)
