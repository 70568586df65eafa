"""Reranker: a model that reads the question beside each of the best candidates and scores the pairs. Optional, off by default.

`cross-encoder:NAME-or-folder` runs one through sentence-transformers; an http(s) address is a server that speaks the `rerank`
protocol (vLLM, llama.cpp, Jina, Cohere). Where it fails, search answers without it for a while.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import httpx
import numpy as np
from numpy.typing import NDArray

from shop.errors import SettingsError
from shop.settings import Search

_LOG = logging.getLogger("aisle")
_LOCAL = "cross-encoder:"
_PAUSE = 30.0  # seconds without it after a failure, so that not every search waits for one that is away
_LONGEST = 1000  # characters of a product's text

Ranks = NDArray[np.float32]


class Reranker(Protocol):
    """Whatever scores texts for a question."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """How well each text answers the question; higher is better, on any scale. May raise anything."""
        ...


class CrossEncoder:
    """A cross-encoder of sentence-transformers, loaded when it is first asked."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._model: Any = None

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """One score a text."""
        if self._model is None:
            try:
                from sentence_transformers import CrossEncoder as Loaded
            except ImportError:
                raise RuntimeError(
                    'sentence-transformers is not installed; install it with: pip install "aisle[sentence-transformers]"'
                ) from None
            self._model = Loaded(self._name)
        return [float(score) for score in self._model.predict([(question, text) for text in texts])]


class RerankServer:
    """A server with `POST {address}/rerank`."""

    def __init__(self, address: str, model: str | None, key: str, timeout: float) -> None:
        """`timeout` is in seconds, for one call."""
        self._url, self._model = f"{address.rstrip('/')}/rerank", model
        self._client = httpx.Client(timeout=timeout, headers={"Authorization": f"Bearer {key}"})

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """One score a text. Raises httpx.HTTPError, and ValueError, KeyError or TypeError for an answer that is none."""
        asked = {"query": question, "documents": list(texts), "top_n": len(texts)}
        answer = self._client.post(self._url, json=asked | ({"model": self._model} if self._model else {}))
        answer.raise_for_status()
        found = {int(item["index"]): float(item["relevance_score"]) for item in answer.json()["results"]}
        return [found[place] for place in range(len(texts))]


class Reranking:
    """A reranker with what it is worth, resting for a while after it failed. Thread-safe."""

    def __init__(
        self, reranker: Reranker, name: str, weight: float, most: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`weight` is its share of the score, 0 to 1; `most` how many of the best candidates it reads."""
        self.weight, self.most = weight, most
        self._reranker, self._name, self._clock = reranker, name, clock
        self._until = 0.0

    @classmethod
    def of(cls, settings: Search) -> Reranking | None:
        """What is set; None where nothing is. Raises SettingsError."""
        name = settings.reranker
        if not name:
            return None
        reranker: Reranker
        if name.startswith(_LOCAL):
            reranker = CrossEncoder(name.removeprefix(_LOCAL))
        elif name.startswith(("http://", "https://")):
            key = settings.reranker_key.get_secret_value()
            reranker = RerankServer(name, settings.reranker_model, key, settings.reranker_timeout)
        else:
            raise SettingsError(
                f"Setting AISLE_SEARCH__RERANKER is wrong: write {_LOCAL}NAME or the address of a server (it is {name!r})."
            )
        return cls(reranker, name, settings.reranker_weight, settings.reranker_top)

    @property
    def resting(self) -> bool:
        """Whether it failed a moment ago."""
        return self._clock() < self._until

    def ranks(self, question: str, texts: Sequence[str]) -> Ranks | None:
        """The scores between 0 for the worst of these and 1 for the best; None when it fails or rests."""
        if self.resting:
            return None
        try:
            found = self._reranker.scores(question, [text[:_LONGEST] for text in texts])
            scores = np.asarray(found, np.float32)
            if scores.shape != (len(texts),) or not np.isfinite(scores).all():
                raise ValueError("it did not score every text")
        except Exception as error:  # a model or server that is away costs quality, never the answer
            self._until = self._clock() + _PAUSE
            _LOG.warning(
                "The reranker %s failed (%s); search goes on without it.", self._name, str(error) or type(error).__name__
            )
            return None
        low, high = float(scores.min()), float(scores.max())
        return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
