"""Static embedder: vectors for words, fitted on the shop's own texts in seconds, without a download.

Latent semantic analysis (Deerwester et al. 1990): the leading right singular vectors of the tf-idf matrix of texts by tokens.
Texts that stand in English and Chinese side by side tie the two languages. A word the shop never wrote is
guessed from its letter trigrams, which are features of the same matrix, so a misspelt word lands near the right one.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ..tokens import tokenize

DIMENSIONS = 128
_SAMPLE = 20_000  # texts; more of them move the vectors little and cost seconds
_MOST_TOKENS = 40_000
_TRIGRAMS = 8192  # hashed
_TRIGRAM_WORTH = 0.25
_OVERSAMPLE = 16
_POWER_STEPS = 2
_LEAST_KNOWN = 0.4  # of a text's words and trigrams


class StaticEmbedder:
    """A `shop.embedder.Embedder` whose vectors are sums of token vectors."""

    worth = 0.08
    near = 0.55

    def __init__(self, terms: dict[str, int], vectors: NDArray[np.float32]) -> None:
        self._terms = terms
        self._vectors = vectors  # [terms + trigrams, dimensions], rows already scaled by idf
        self._known = vectors.any(axis=1).astype(np.float32)  # [terms + trigrams] 1 where the shop wrote it
        self.name = f"static-{hashlib.sha256(vectors.tobytes()).hexdigest()[:12]}"

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    @classmethod
    def fit(cls, texts: Sequence[str], seed: int = 7) -> Self:
        """Learn from the texts (at most 20,000 of them, evenly spaced). Deterministic."""
        step = max(1, len(texts) // _SAMPLE)
        sample = [Counter(tokenize(text)) for text in texts[::step]]
        frequency = Counter(token for tokens in sample for token in tokens)
        terms = {token: number for number, (token, _) in enumerate(sorted(frequency.items(), key=_common)[:_MOST_TOKENS])}
        matrix = _matrix(sample, terms)
        held = np.bincount(matrix.indices, minlength=matrix.shape[1])
        idf = np.log1p(len(sample) / (1 + held)).astype(np.float32)
        weighted = _unit_rows(matrix @ sparse.diags(idf))
        right = _right_singular_vectors(weighted, DIMENSIONS, seed)
        return cls(terms, np.ascontiguousarray(idf[:, None] * right, dtype=np.float32))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return [len(texts), dimensions], rows of length one; a text whose words are mostly unknown gives zeros."""
        matrix = _matrix([Counter(tokenize(text)) for text in texts], self._terms)
        vectors = np.asarray(matrix @ self._vectors, dtype=np.float32)
        # A few letters in common with some known word are no meaning.
        vectors[matrix @ self._known < _LEAST_KNOWN * (matrix @ np.ones_like(self._known))] = 0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(lengths > 1e-6, lengths, np.inf)
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`."""
        vector: NDArray[np.float32] = self.embed([text])[0]
        return vector

    def save(self, path: Path) -> None:
        """Write it to one file."""
        with path.open("wb") as file:
            np.savez(file, terms=np.frombuffer("\n".join(self._terms).encode(), np.uint8), vectors=self._vectors)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. Raises OSError, KeyError or ValueError when it is damaged."""
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            words = file["terms"].tobytes().decode()
            terms = {token: number for number, token in enumerate(words.split("\n") if words else [])}
            if len(file["vectors"]) != len(terms) + _TRIGRAMS:
                raise ValueError(f"{path} has {len(terms)} terms and {len(file['vectors'])} vectors")
            return cls(terms, file["vectors"])


def _common(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _matrix(texts: Sequence[Counter[str]], terms: dict[str, int]) -> sparse.csr_matrix:
    # [texts, terms + trigrams]: 1 + log of the count, trigrams of each Latin word beside it.
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for tokens in texts:
        for token, count in tokens.items():
            worth = 1.0 + float(np.log(count)) if count > 1 else 1.0
            if (number := terms.get(token)) is not None:
                columns.append(number)
                values.append(worth)
            for trigram in _trigrams(token):
                columns.append(len(terms) + trigram)
                values.append(worth * _TRIGRAM_WORTH)
        starts.append(len(columns))
    shape = (len(texts), len(terms) + _TRIGRAMS)
    return sparse.csr_matrix(
        (np.array(values, np.float32), np.array(columns, np.int64), np.array(starts, np.int64)), shape=shape
    )


@lru_cache(maxsize=200_000)
def _trigrams(token: str) -> tuple[int, ...]:
    if len(token) < 4 or not token.isascii():
        return ()
    return tuple(zlib.crc32(piece.encode()) % _TRIGRAMS for piece in _pieces(f"<{token}>"))


def _pieces(word: str) -> Iterator[str]:
    return (word[place : place + 3] for place in range(len(word) - 2))


def _unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.diags(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ matrix


def _right_singular_vectors(matrix: sparse.csr_matrix, count: int, seed: int) -> NDArray[np.float32]:
    # Randomised range finder with power steps (Halko, Martinsson & Tropp 2011, alg. 4.4), [features, count].
    generator = np.random.default_rng(seed)
    width = min(count + _OVERSAMPLE, *matrix.shape)
    basis = generator.standard_normal((matrix.shape[1], width)).astype(np.float32)
    for _ in range(_POWER_STEPS):
        left, _ = np.linalg.qr(matrix @ basis)
        basis, _ = np.linalg.qr(matrix.T @ left)
    left, _ = np.linalg.qr(matrix @ basis)
    _, _, rows = np.linalg.svd(np.asarray((matrix.T @ left).T), full_matrices=False)
    right = np.zeros((matrix.shape[1], count), np.float32)
    found = rows[:count].T
    right[:, : found.shape[1]] = found
    return right
