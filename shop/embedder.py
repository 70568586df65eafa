"""Embedder: the port that turns texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Texts in, unit vectors out. `name` is stored with an index, which only that embedder can search.

    What a cosine says differs from one embedder to another, so each states what its own are worth.
    """

    @property
    def name(self) -> str:
        """Which embedder, and which training of it."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    @property
    def worth(self) -> float:
        """The share of the cosine in the fused score, 0 to 1; the rest is that of the words."""
        ...

    @property
    def near(self) -> float:
        """From this cosine on a product is an answer to a text with which it has no word in common."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return [len(texts), dimensions], rows of length one (or all zero for a text without a known word).

        Raises EmbedderError when it cannot.
        """
        ...

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return [dimensions] for what a shopper asks, which some models read otherwise than a product's text."""
        ...
