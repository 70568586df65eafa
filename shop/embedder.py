"""Embedder: the port that turns texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Texts in, unit vectors out. `name` is stored with an index, which only that embedder can search."""

    @property
    def name(self) -> str:
        """Which embedder, and which training of it."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return [len(texts), dimensions], rows of length one (or all zero for a text without a known word)."""
        ...
