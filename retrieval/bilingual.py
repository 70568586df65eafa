"""Bilingual: which tokens of the other language mean the same as one, by vectors learned from parallel names.

For words that the lexicon does not have. The vectors (`bilingual.npz`) were learned from Shopify's product taxonomy, in which
every category, attribute and value has an English and a Chinese name; see `bilingual_training`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .tokens import has_chinese

FILE = Path(__file__).parent / "bilingual.npz"
_LEAST = 0.6  # cosine of two tokens that mean the same
_RANK = 5  # among the partners of its partner a token must be no further down than this
_MOST = 40  # partners that are looked at, for few of them may be words of the shop
_SCALE = 127


class Partner(NamedTuple):
    """A token of the other language, and how alike the two are, 0 to 1."""

    token: str
    alike: float


class Bilingual:
    """The tokens of both languages in one space. [tokens, dimensions], rows of length one."""

    def __init__(self, tokens: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._tokens = tokens
        self._row = {token: row for row, token in enumerate(tokens)}
        self._vectors = vectors
        self._chinese = np.array([has_chinese(token) for token in tokens], np.bool_)
        self._nearest = lru_cache(maxsize=4096)(self._find)

    @classmethod
    def none(cls) -> Bilingual:
        """Of no token."""
        return cls([], np.zeros((0, 1), np.float32))

    @classmethod
    def load(cls, path: Path) -> Bilingual:
        """Read what `write` wrote."""
        with np.load(path, allow_pickle=False) as file:
            vectors = file["vectors"].astype(np.float32)
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
            return cls(file["tokens"].tobytes().decode().split("\n"), vectors)

    def partners(self, token: str, known: Container[str]) -> Iterator[Partner]:
        """The `known` tokens of the other language that mean the same, the most alike first."""
        return (partner for partner in self._nearest(token) if partner.token in known)

    def _find(self, token: str) -> tuple[Partner, ...]:
        row = self._row.get(token)
        if row is None:
            return ()
        found = (Partner(self._tokens[other], alike) for other, alike in self._near(row, _MOST) if self._is_mutual(row, other))
        return tuple(found)

    def _is_mutual(self, row: int, other: int) -> bool:
        # A token that is near to everything is a partner of nothing.
        return any(back == row for back, _ in self._near(other, _RANK))

    def _near(self, row: int, most: int) -> Iterator[tuple[int, float]]:
        alike = self._vectors @ self._vectors[row]
        alike[self._chinese == self._chinese[row]] = -1
        for other in np.argsort(-alike)[:most].tolist():
            if alike[other] < _LEAST:
                return
            yield other, float(alike[other])


@cache
def bilingual() -> Bilingual:
    """The vectors that come with Aisle."""
    return Bilingual.load(FILE)


def write(path: Path, tokens: Sequence[str], vectors: NDArray[np.float32]) -> None:
    """Write the vectors, each of length one, in eight bits."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    rows = np.round(unit / np.abs(unit).max(axis=1, keepdims=True).clip(1e-6) * _SCALE).astype(np.int8)
    np.savez_compressed(path, tokens=np.frombuffer("\n".join(tokens).encode(), np.uint8), vectors=rows)
