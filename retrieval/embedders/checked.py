"""Checked: an embedder whose vectors are looked at before anything is searched by them.

A build fails with what is wrong. A shopper's question does not: search answers by its words alone, for as long as the embedder
is away, and says so once.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop.embedder import Embedder
from shop.errors import EmbedderError

_LOG = logging.getLogger("aisle")
_PAUSE = 30.0  # seconds without it after a failure, so that not every question waits for a server that is away
_REMEMBERED = 256  # questions; several steps of one turn ask the same
_SLACK = 0.01


class Checked:
    """A `shop.embedder.Embedder` around another one. Thread-safe if that one is."""

    def __init__(self, embedder: Embedder, dimensions: int | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """`dimensions` are those of the index, where there is one already."""
        self._embedder = embedder
        self._dimensions = dimensions
        self._clock = clock
        self._until = 0.0
        self._queries: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    @property
    def name(self) -> str:
        """See `Embedder`."""
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        """See `Embedder`."""
        if self._dimensions is None:
            self._dimensions = self._embedder.dimensions
        return self._dimensions

    @property
    def worth(self) -> float:
        """See `Embedder`."""
        return self._embedder.worth

    @property
    def near(self) -> float:
        """See `Embedder`."""
        return self._embedder.near

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`. Raises EmbedderError also for vectors of another size or that are no numbers."""
        return self._sound(self._embedder.embed(texts), len(texts))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`; all zero where the embedder fails, or failed a moment ago."""
        known = self._queries.get(text)
        if known is not None:
            return known
        if self._clock() < self._until:
            return self._nothing()
        try:
            vector: NDArray[np.float32] = self._sound(self._embedder.embed_query(text)[None, :], 1)[0]
        except Exception as error:  # a model or server that is away costs quality, never the answer
            self._until = self._clock() + _PAUSE
            _LOG.warning("%s Search goes on by words alone.", error)
            return self._nothing()
        self._queries[text] = vector
        while len(self._queries) > _REMEMBERED:
            self._queries.popitem(last=False)
        return vector

    def _nothing(self) -> NDArray[np.float32]:
        return np.zeros(self._dimensions or 1, np.float32)

    def _sound(self, vectors: NDArray[Any], count: int) -> NDArray[np.float32]:
        found = np.asarray(vectors, np.float32)
        if self._dimensions is None and found.ndim == 2:
            self._dimensions = int(found.shape[1])
        if found.shape != (count, self._dimensions):
            raise EmbedderError(
                f"The embedder {self.name} made vectors of shape {found.shape}, not ({count}, {self._dimensions}). "
                "If its model was changed, build the index again with `aisle index`."
            )
        lengths = np.linalg.norm(found, axis=1)
        if not np.isfinite(found).all() or not (np.isclose(lengths, 1, atol=_SLACK) | (lengths == 0)).all():
            raise EmbedderError(f"The embedder {self.name} made vectors that are not of length one.")
        return found
