"""Families: the linear models, each a table made from counts in closed form. Ready in seconds, and right after every sum."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.linalg import lapack

from .counts import Counts, Square
from .linear import Linear

CLOSED_FORM = 15_000  # items for which a dense table is made: the most seen; 15,000 take .9 GB
_SMOOTH = 1.0  # followers that every item is believed to have had already
_WIDE = 5.0  # shoppers that every item is believed to have had already
_NEIGHBOURS = 200
_STRONGEST = 1000  # of a row in closed form


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
    far = counts.far[kept][:, kept].astype(np.float32)
    past = (0.9 * (far + far.T)).toarray()
    past[np.diag_indices(len(kept))] += (counts.seen[kept] + ridge).astype(np.float32)
    table = (far.T @ _inverse(past)).T  # far is sparse, so this costs little beside the inverse
    return Linear("slit", _whole(table, kept, len(counts.seen)), decay=0.8, last=20)


def ease(counts: Counts, most: int = CLOSED_FORM, ridge: float = 300.0) -> Linear:
    """EASE: every item predicted from all others that the shopper took (Steck, WWW 2019, equation 8)."""
    kept = _most_seen(counts, most)
    gram = counts.together[kept][:, kept].astype(np.float32).toarray()
    gram[np.diag_indices(len(kept))] = (counts.shoppers[kept] + ridge).astype(np.float32)
    inverse = _inverse(gram)
    table = inverse / -np.diag(inverse)
    table[np.diag_indices(len(kept))] = 0.0
    return Linear("ease", _whole(table, kept, len(counts.seen)), decay=1.0, last=1000)


def _inverse(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    # Of a symmetric matrix: Cholesky's way is quicker than the general one.
    if not len(matrix):
        return matrix
    factor, wrong = lapack.spotrf(matrix, lower=True)
    inverse, undone = lapack.spotri(factor, lower=True, overwrite_c=True)
    if wrong or undone:  # rounding has made it not positive definite
        made: NDArray[np.float32] = np.linalg.inv(matrix)
        return made
    lower = np.tril(inverse, -1)
    whole: NDArray[np.float32] = lower + lower.T
    whole[np.diag_indices(len(whole))] = np.diag(inverse)
    return whole


def _shares(pairs: Square) -> sparse.csr_array:
    total = np.asarray(pairs.sum(axis=1)).ravel() + _SMOOTH
    return (sparse.diags_array(total**-0.5) @ pairs).astype(np.float32).tocsr()


def _best(table: sparse.csr_array, most: int) -> sparse.csr_array:
    # The strongest of each row.
    kept = np.zeros(table.nnz, np.bool_)
    for start, end in zip(table.indptr, table.indptr[1:], strict=False):
        row = np.abs(table.data[start:end])
        kept[start:end] = True if len(row) <= most else row >= np.partition(row, -most)[-most]
    table.data[~kept] = 0.0
    table.eliminate_zeros()
    return table.astype(np.float32)


def _most_seen(counts: Counts, most: int) -> NDArray[np.int64]:
    known = np.flatnonzero(counts.seen)
    return np.sort(known[np.argsort(-counts.seen[known], kind="stable")[:most]])


def _whole(table: NDArray[np.float32], kept: NDArray[np.int64], items: int) -> sparse.csr_array:
    # Over all items, of each row the strongest: the rest is noise, and would be most of what is kept in memory.
    most = min(_STRONGEST, len(kept))
    best = np.sort(np.argpartition(-np.abs(table), most - 1, axis=1)[:, :most], axis=1) if most else np.zeros((0, 0), np.int64)
    counts = np.zeros(items, np.int64)
    counts[kept] = most
    values = np.take_along_axis(table, best, axis=1).ravel() if most else np.zeros(0, np.float32)
    return sparse.csr_array((values, kept[best].ravel(), np.concatenate([[0], np.cumsum(counts)])), shape=(items, items))
