"""Families: the linear models, each a table made from counts in closed form. Ready in seconds, and right after every sum."""

from __future__ import annotations

import numpy as np
import scipy.linalg
import scipy.sparse as sparse
from numpy.typing import NDArray

from .counts import Counts, Square
from .linear import Linear

CLOSED_FORM = 15_000  # items for which a dense table is made: the most seen; 15,000 take .9 GB
_SMOOTH = 1.0  # followers that every item is believed to have had already
_WIDE = 5.0  # shoppers that every item is believed to have had already
_NEIGHBOURS = 200


def linear_families(counts: Counts, most: int = CLOSED_FORM) -> list[Linear]:
    """All of them. Those in closed form know the `most` seen items."""
    return [
        followers(counts),
        forerunners(counts),
        neighbours(counts),
        slit(counts, most),
        ease(counts, most),
    ]


def followers(counts: Counts) -> Linear:
    """Markov: what came after, as a share of what came after each (to the half, so that rare items are not overrated)."""
    return Linear("followers", _shares(counts.near), decay=0.7, last=8)


def forerunners(counts: Counts) -> Linear:
    """Markov the other way round: what came before."""
    return Linear("forerunners", _shares(counts.near.T.tocsr()), decay=0.7, last=8)


def neighbours(counts: Counts) -> Linear:
    """Item kNN: what the same shoppers took, by the cosine of who took them."""
    scale = sparse.diags_array((counts.shoppers + _WIDE) ** -0.5)
    return Linear("neighbours", _best((scale @ counts.together @ scale).tocsr(), _NEIGHBOURS), decay=0.95, last=50)


def slit(counts: Counts, most: int = CLOSED_FORM, ridge: float = 100.0) -> Linear:
    """SLIT: ridge regression of what comes next on the decayed past (Choi et al., WWW 2021, equation 10).

    The past of every position is a decayed sum of one-hot items, so both of the regression's matrices are sums over pairs,
    the past's own product up to a constant factor: the decay of their distance.
    """
    kept = _most_seen(counts, most)
    far = counts.far[kept][:, kept].astype(np.float32).toarray()
    past = 0.9 * (far + far.T)
    past[np.diag_indices(len(kept))] += (counts.seen[kept] + ridge).astype(np.float32)
    table = scipy.linalg.solve(past, far, assume_a="pos", overwrite_a=True, check_finite=False)
    return Linear("slit", _whole(table, kept, len(counts.seen)), decay=0.8, last=20)


def ease(counts: Counts, most: int = CLOSED_FORM, ridge: float = 300.0) -> Linear:
    """EASE: every item predicted from all others that the shopper took (Steck, WWW 2019, equation 8)."""
    kept = _most_seen(counts, most)
    gram = counts.together[kept][:, kept].astype(np.float32).toarray()
    gram[np.diag_indices(len(kept))] = (counts.shoppers[kept] + ridge).astype(np.float32)
    inverse = scipy.linalg.inv(gram, overwrite_a=True, check_finite=False)
    table = inverse / -np.diag(inverse)
    table[np.diag_indices(len(kept))] = 0.0
    return Linear("ease", _whole(table, kept, len(counts.seen)), decay=1.0, last=1000)


def _shares(pairs: Square) -> sparse.csr_array:
    total = np.asarray(pairs.sum(axis=1)).ravel() + _SMOOTH
    return (sparse.diags_array(total**-0.5) @ pairs).astype(np.float32).tocsr()


def _best(table: sparse.csr_array, most: int) -> sparse.csr_array:
    # The strongest of each row.
    kept = np.zeros(table.nnz, np.bool_)
    for start, end in zip(table.indptr, table.indptr[1:], strict=False):
        row = table.data[start:end]
        kept[start:end] = True if len(row) <= most else row >= np.partition(row, -most)[-most]
    table.data[~kept] = 0.0
    table.eliminate_zeros()
    return table.astype(np.float32)


def _most_seen(counts: Counts, most: int) -> NDArray[np.int64]:
    known = np.flatnonzero(counts.seen)
    return np.sort(known[np.argsort(-counts.seen[known], kind="stable")[:most]])


def _whole(table: NDArray[np.float32], kept: NDArray[np.int64], items: int) -> NDArray[np.float32] | sparse.csr_array:
    if len(kept) == items:
        return table
    made = np.zeros((items, items), np.float32)
    made[np.ix_(kept, kept)] = table
    return made
