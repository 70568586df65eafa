"""Warm start: item vectors from the counts of what follows what, so that training begins where counting ends."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.linalg import eigsh

from ..counts import Square

_FLATTEN = -0.25  # how far an item's number of neighbours is divided out


def item_vectors(near: Square, width: int) -> NDArray[np.float32]:
    """The leading eigenvectors of the logarithms of the neighbour counts, of mean length 1. [items, width]

    Vectors of items that follow each other point the same way. A model whose output is tied to its input ranks by that before
    it has learned anything.
    """
    items = near.shape[0]
    rank = min(width, items - 1)
    if near.nnz == 0 or rank < 1:
        return _random(items, width)
    both = (near + near.T).tocsr()
    both.data = np.log1p(both.data)
    scale = sparse.diags_array((np.asarray(both.sum(axis=1)).ravel() + 1.0) ** _FLATTEN)
    start = np.random.default_rng(0).normal(size=items)  # ARPACK draws its own otherwise, another one every time
    values, vectors = eigsh((scale @ both @ scale).tocsr(), k=rank, which="LA", v0=start)
    made = _random(items, width) * np.float32(0.01)
    made[:, :rank] += (vectors * np.sqrt(np.maximum(values, 0))).astype(np.float32)
    length = np.sqrt((made**2).sum(1).mean())
    return made / np.float32(max(float(length), 1e-9))


def _random(items: int, width: int) -> NDArray[np.float32]:
    made: NDArray[np.float32] = (np.random.default_rng(0).normal(size=(items, width)) * width**-0.5).astype(np.float32)
    return made
