"""Factorisation: shoppers and items as vectors whose product says who takes what (implicit ALS, Hu, Koren & Volinsky 2008)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from .interactions import Interactions, Items
from .linear import Scores

Vectors = NDArray[np.float32]  # [rows, width]


@dataclass(frozen=True, eq=False)
class Factorisation:
    """Only items are kept: a shopper's vector is solved for from what was taken. The order does not count. A `Family`."""

    items: Vectors
    trust: float  # how much surer a taken item is than one that was not
    ridge: float
    name: str = "factorisation"

    @classmethod
    def of(cls, interactions: Interactions, width: int = 64, trust: float = 5.0, ridge: float = 5.0, sweeps: int = 10) -> Self:
        """Solve for shoppers and items in turn, each a least-squares problem in closed form."""
        taken = _taken(interactions, len(interactions.items))
        by_item = taken.T.tocsr()
        items = np.random.default_rng(0).normal(0, 0.1, (taken.shape[1], width)).astype(np.float32)
        for _ in range(sweeps):
            items = _solved(by_item, _solved(taken, items, trust, ridge), trust, ridge)
        return cls(items, trust, ridge)

    def scores(self, histories: Interactions) -> Scores:
        """For every shopper and item, [users, items]."""
        made: Scores = self._shoppers(histories) @ self.items.T
        return made

    def of_one(self, history: Items) -> Scores:
        """For one shopper, [items]."""
        made: Scores = self.at([history], np.arange(len(self.items)))[0]
        return made

    def at(self, histories: Sequence[Items], columns: NDArray[np.int64]) -> Scores:
        """For some histories that are much alike, those items' scores alone, [histories, columns]."""
        made: Scores = self._shoppers(Interactions.nameless(histories)) @ self.items[columns].T
        return made

    def _shoppers(self, histories: Interactions) -> Vectors:
        return _solved(_taken(histories, len(self.items)), self.items, self.trust, self.ridge)


def _taken(interactions: Interactions, items: int) -> sparse.csr_array:
    ones = np.ones(len(interactions.sequence), np.float32)
    return sparse.csr_array((ones, (interactions.owners(), interactions.sequence)), shape=(len(interactions), items))


def _solved(taken: sparse.csr_array, others: Vectors, trust: float, ridge: float) -> Vectors:
    # Each row's vector v minimises, over all columns, (1 + trust * taken) * (v @ other - (taken > 0))^2 + ridge * v @ v.
    common = others.T @ others + ridge * np.eye(others.shape[1], dtype=np.float32)
    made = np.zeros((taken.shape[0], others.shape[1]), np.float32)
    for row, (start, end) in enumerate(zip(taken.indptr, taken.indptr[1:], strict=False)):
        those, sure = others[taken.indices[start:end]], trust * taken.data[start:end]
        if len(those):
            made[row] = np.linalg.solve(common + (those.T * sure) @ those, (1 + sure) @ those)
    return made
