"""Absent: stands for an embedder that cannot be opened, so that an index it built is still searched by words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Absent:
    """A `shop.embedder.Embedder` that knows no meaning: all its vectors are zero."""

    worth = 0.0
    near = 1.0

    def __init__(self, name: str, dimensions: int) -> None:
        self.name = name
        self.dimensions = dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`."""
        return np.zeros((len(texts), self.dimensions), np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`."""
        return np.zeros(self.dimensions, np.float32)
