"""Relatives: the words of the shop that share most of their letters with another: "attache" and "attach", "hp11" and "hp11x".

Sellers write one name in several ways, and shoppers in one more. Two words are as alike as the Dice coefficient of their letter
trigrams says (Adamson & Boreham 1974), the ends of the word counting as letters.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_SHORTEST = 4  # letters: shorter words share trigrams by chance
_LONGEST = 24
_LEAST = 0.5  # alike
_MOST = 8  # relatives of one word
_BUCKETS = 1 << 15
_KEPT = 20_000  # words whose relatives are remembered


class Relatives:
    """Trigrams of every word in Latin letters and digits, with the words that hold them. Thread-safe."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in words if _comparable(word)]
        grams = [_trigrams(word) for word in self._words]
        self._sizes = np.array([len(those) for those in grams], np.int32)  # [words]
        flat = np.fromiter((gram for those in grams for gram in those), np.int32, int(self._sizes.sum()))
        owners = np.repeat(np.arange(len(grams), dtype=np.int32), self._sizes)
        self._holding = owners[np.argsort(flat, kind="stable")]  # word numbers, trigram by trigram
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(flat, minlength=_BUCKETS))))
        self.of = lru_cache(_KEPT)(self._of)

    def _of(self, word: str) -> tuple[tuple[str, float], ...]:
        """The words most like it with how alike they are (0.5 to 1), nearest first; never the word itself. [at most 8]"""
        if not _comparable(word) or not self._words:
            return ()
        grams = _trigrams(word)
        shared = np.bincount(self._of_grams(grams), minlength=len(self._words))
        alike = 2.0 * shared / (len(grams) + self._sizes)
        near = np.flatnonzero(alike >= _LEAST)
        best = near[np.argsort(-alike[near], kind="stable")][: _MOST + 1]
        return tuple((self._words[place], float(alike[place])) for place in best if self._words[place] != word)[:_MOST]

    def _of_grams(self, grams: Iterable[int]) -> NDArray[np.int32]:
        return np.concatenate([self._holding[self._starts[gram] : self._starts[gram + 1]] for gram in grams])


def _comparable(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word.isascii() and word.isalnum() and not word.isdigit()


def _trigrams(word: str) -> set[int]:
    marked = f"<{word}>"
    return {zlib.crc32(marked[place : place + 3].encode()) % _BUCKETS for place in range(len(marked) - 2)}
