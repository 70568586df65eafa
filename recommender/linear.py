"""Linear: scores that are sums over what a shopper took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from .interactions import Interactions, Items

Table: TypeAlias = sparse.csr_array  # [items, items]: what having taken the row says for the column
Scores = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Linear:
    """Of a shopper's `last` items the newest counts in full and each older one `decay` times the one after it."""

    name: str
    table: Table
    decay: float
    last: int

    def scores(self, histories: Interactions) -> Scores:
        """For every shopper and item, [users, items]."""
        return np.asarray((self.weights(histories) @ self.table).toarray(), np.float32)

    def of_one(self, history: Items) -> Scores:
        """For one shopper, [items]."""
        total = np.zeros(self.table.shape[1], np.float32)
        places, said = self.told(history)
        total[places] = said
        return total

    def told(self, history: Items) -> tuple[NDArray[np.int64], Scores]:
        """For one shopper, the items of which anything is said, and what: [told] each. They are few among many."""
        items, worth = history[::-1][: self.last], self._worth(len(history))
        total, touched = np.zeros(self.table.shape[1], np.float32), np.zeros(self.table.shape[1], np.bool_)
        for item, share in zip(items.tolist(), worth.tolist(), strict=True):
            row = slice(self.table.indptr[item], self.table.indptr[item + 1])
            columns = self.table.indices[row]
            total[columns] += share * self.table.data[row]  # no column stands in a row twice
            touched[columns] = True
        places = np.flatnonzero(touched)
        return places, total[places]

    def at(self, histories: Sequence[Items], columns: NDArray[np.int64]) -> Scores:
        """For some histories that are much alike, those items' scores alone, [histories, columns]."""
        items = np.unique(np.concatenate([*histories, np.zeros(0, np.int32)]))
        wanted = np.full(self.table.shape[1], -1, np.int32)
        wanted[columns] = np.arange(len(columns))
        rows = np.zeros((len(items), len(columns)), np.float32)
        for made, item in zip(rows, items.tolist(), strict=True):
            part = slice(self.table.indptr[item], self.table.indptr[item + 1])
            at = wanted[self.table.indices[part]]
            made[at[at >= 0]] = self.table.data[part][at >= 0]
        weights = np.zeros((len(histories), len(items)), np.float32)
        for history, line in zip(histories, weights, strict=True):
            late = history[::-1][: self.last]
            np.add.at(line, np.searchsorted(items, late), self._worth(len(history)))
        found: Scores = weights @ rows
        return found

    def knowing(self, new: int) -> Self:
        """The same with so many items behind the others, of which it says nothing."""
        table, items = self.table, self.table.shape[0] + new
        starts = np.concatenate([table.indptr, np.full(new, table.indptr[-1], table.indptr.dtype)])
        return replace(self, table=sparse.csr_array((table.data, table.indices, starts), shape=(items, items)))

    def weights(self, histories: Interactions) -> sparse.csr_array:
        """What each item of every shopper's history counts for, [users, items]."""
        age = np.repeat(histories.ends, histories.lengths) - 1 - np.arange(len(histories.sequence))
        late = age < self.last
        worth = np.float32(self.decay) ** age[late].astype(np.float32)
        shape = (len(histories), len(histories.items))
        return sparse.csr_array((worth, (histories.owners()[late], histories.sequence[late])), shape=shape)

    def _worth(self, length: int) -> NDArray[np.float32]:
        # Newest first.
        return (np.float32(self.decay) ** np.arange(min(length, self.last), dtype=np.float32)).astype(np.float32)
