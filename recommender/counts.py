"""Counts: sums over shoppers. All that the linear families know; a shopper is added or taken out by one more sum."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from .interactions import Interactions

_NEAR = (5, 0.8)  # steps that are looked over, and what each further one is worth
_FAR = (20, 0.9)
_MOST_TOGETHER = 500  # of one shopper's latest items: pairs grow with the square
COUNTS = "counts.npz"  # the file in a model's folder
_SQUARES = ("near", "far", "together")
_PARTS = ("data", "indices", "indptr")
_NOTHING = 1e-9  # what rounding leaves of a sum after everything was taken out

Square: TypeAlias = sparse.csr_array  # [items, items] float64


@dataclass(frozen=True, eq=False)
class Counts:
    """Pairs [items, items]: row, then column. `near` and `far` are followers, `together` are items of one shopper."""

    seen: NDArray[np.float64]  # [items] how often
    near: Square
    far: Square
    together: Square
    shoppers: NDArray[np.float64]  # [items] how many took it

    @classmethod
    def of(cls, interactions: Interactions) -> Self:
        """Count everything once."""
        n = len(interactions.items)
        seen = np.bincount(interactions.sequence, minlength=n).astype(np.float64)
        taken = _taken(interactions)
        together = (taken.T @ taken).tocsr()
        shoppers = together.diagonal()
        together.setdiag(0)
        together.eliminate_zeros()
        return cls(seen, _followers(interactions, *_NEAR), _followers(interactions, *_FAR), together, shoppers)

    def __add__(self, other: Self) -> Self:
        """With the shoppers of the other, who took the same items."""
        return type(self)(
            self.seen + other.seen,
            self.near + other.near,
            self.far + other.far,
            self.together + other.together,
            self.shoppers + other.shoppers,
        )

    def __sub__(self, other: Self) -> Self:
        """Without the shoppers of the other: as if they had never been counted."""
        return type(self)(
            self.seen - other.seen,
            _rest(self.near - other.near),
            _rest(self.far - other.far),
            _rest(self.together - other.together),
            self.shoppers - other.shoppers,
        )

    def save(self, path: Path) -> None:
        """Write them into a file."""
        parts = {f"{name}.{part}": getattr(getattr(self, name), part) for name in _SQUARES for part in _PARTS}
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, seen=self.seen, shoppers=self.shoppers, **parts)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. Raises OSError, KeyError or ValueError when it is damaged."""
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            seen, shoppers = file["seen"], file["shoppers"]
            near, far, together = (
                sparse.csr_array(tuple(file[f"{name}.{part}"] for part in _PARTS), shape=(len(seen), len(seen)))
                for name in _SQUARES
            )
        return cls(seen, near, far, together, shoppers)


def _followers(interactions: Interactions, steps: int, decay: float) -> Square:
    # What came within so many steps after, a later step counting for less.
    n = len(interactions.items)
    owner, item = interactions.owners(), interactions.sequence
    total = sparse.csr_array((n, n), dtype=np.float64)
    for step in range(1, steps + 1):
        same = owner[:-step] == owner[step:]
        worth = np.full(int(same.sum()), decay ** (step - 1))
        total = total + sparse.csr_array((worth, (item[:-step][same], item[step:][same])), shape=(n, n))
    return total


def _taken(interactions: Interactions) -> Square:
    age = np.repeat(interactions.ends, interactions.lengths) - 1 - np.arange(len(interactions.sequence))
    late = age < _MOST_TOGETHER
    shape = (len(interactions), len(interactions.items))
    taken = sparse.csr_array(
        (np.ones(int(late.sum())), (interactions.owners()[late], interactions.sequence[late])), shape=shape
    )
    taken.sum_duplicates()
    taken.data[:] = 1.0
    return taken


def _rest(sums: Square) -> Square:
    sums.data[np.abs(sums.data) < _NOTHING] = 0.0
    sums.eliminate_zeros()
    return sums
