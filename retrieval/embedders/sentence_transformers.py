"""Sentence-transformers: any model of that library by its name or folder, on a GPU where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop.errors import EmbedderError


class SentenceTransformers:
    """A `shop.embedder.Embedder`. Pickled, it is loaded again by its name."""

    worth = 0.2
    near = 0.5

    def __init__(self, model: str) -> None:
        """Load it, from the network where it is not on disk yet. Raises EmbedderError."""
        self.name = f"sentence-transformers:{model}"
        self._model = _loaded(model)

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return len(self.embed_query("shoe"))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`."""
        return self._encoded(self._model.encode_document, list(texts))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`; a model that was trained with a prompt for questions is given it."""
        vector: NDArray[np.float32] = self._encoded(self._model.encode_query, [text])[0]
        return vector

    def _encoded(self, encode: Any, texts: list[str]) -> NDArray[np.float32]:
        try:
            return np.asarray(encode(texts, normalize_embeddings=True, show_progress_bar=False), np.float32)
        except Exception as error:  # of torch, of the device's memory
            raise EmbedderError(f"The embedder {self.name} failed ({_reason(error)}).") from None

    def __getstate__(self) -> dict[str, str]:
        return {"model": self.name.partition(":")[2]}

    def __setstate__(self, state: dict[str, str]) -> None:
        self.__init__(**state)  # type: ignore[misc]


def _loaded(model: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise EmbedderError(
            'The embedder sentence-transformers is not installed; install it with: pip install "aisle[sentence-transformers]"'
        ) from None
    try:
        return SentenceTransformer(model, trust_remote_code=False)
    except Exception as error:  # of the hub, of the files, of torch
        raise EmbedderError(f"The embedder sentence-transformers:{model} cannot be loaded ({_reason(error)}).") from None


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
