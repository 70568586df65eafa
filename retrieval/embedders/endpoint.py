"""Endpoint: an embedding model behind any server that speaks OpenAI's protocol (`POST …/embeddings`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from shop.errors import EmbedderError

_BATCH = 64
_TRIES = 4  # of a build; a shopper's question is tried once
_WAIT = 0.5  # seconds before the second try, twice as long before each further one
_PASSING = {408, 409, 429, 500, 502, 503, 504}


class EndpointEmbedder:
    """A `shop.embedder.Embedder`."""

    worth = 0.2
    near = 0.5

    def __init__(self, address: str, model: str, key: str, timeout: float, wait: Callable[[float], None] = time.sleep) -> None:
        """`address` ends in /v1, `timeout` is in seconds for one call. Nothing is asked yet."""
        self.name = f"openai:{model}"
        self._model = model
        self._url = f"{address.rstrip('/')}/embeddings"
        self._given = (address, model, key, timeout)
        self._client = httpx.Client(timeout=timeout, headers={"Authorization": f"Bearer {key}"})
        self._wait = wait

    @property
    def dimensions(self) -> int:
        """The length of a vector, as the server makes them."""
        return len(self.embed_query("shoe"))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`; a server that is busy is asked again after a while."""
        parts = [self._patiently(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimensions), np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`."""
        vector: NDArray[np.float32] = self._asked([text])[0]
        return vector

    def _patiently(self, texts: Sequence[str]) -> NDArray[np.float32]:
        for number in range(_TRIES - 1):
            try:
                return self._asked(texts)
            except _Passing:
                self._wait(_WAIT * 2**number)
        return self._asked(texts)

    def _asked(self, texts: Sequence[str]) -> NDArray[np.float32]:
        given = {"model": self._model, "input": [text or " " for text in texts], "encoding_format": "float"}
        try:
            answer = self._client.post(self._url, json=given)
        except httpx.HTTPError as error:
            raise _Passing(self._sentence(str(error) or type(error).__name__)) from None
        if answer.status_code != httpx.codes.OK:
            kind = _Passing if answer.status_code in _PASSING else EmbedderError
            raise kind(self._sentence(f"it answers {answer.status_code}"))
        try:
            vectors = _vectors(answer.json(), len(texts))
        except (ValueError, KeyError, TypeError):
            raise EmbedderError(self._sentence("its answer is not one vector a text")) from None
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(lengths > 0, lengths, np.inf)
        return vectors

    def _sentence(self, what: str) -> str:
        return f"The embedder {self.name} at {self._url} failed: {what}. See AISLE_SEARCH__EMBEDDER_URL and its model's name."

    def __getstate__(self) -> dict[str, Any]:
        return {"given": self._given}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(*state["given"])  # type: ignore[misc]


class _Passing(EmbedderError):
    """May be over in a moment."""


def _vectors(answer: Any, count: int) -> NDArray[np.float32]:
    found = {int(item["index"]): item["embedding"] for item in answer["data"]}
    return np.array([found[place] for place in range(count)], np.float32)
