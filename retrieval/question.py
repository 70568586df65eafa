"""Question: a Need's words made ready for both legs of search."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.embedder import Embedder

from .lexical import Statistics
from .lexicon import Lexicon
from .tokens import key, tokenize

_RARER = 4  # times: then the shop has another word for it
_TRANSLATED = 0.7  # what a translated word is worth beside the shopper's own


@dataclass(frozen=True)
class Question:
    """Tokens with what each is worth, the highest score they could reach, and the vector of the text."""

    tokens: dict[str, float]
    bound: float
    vector: NDArray[np.float32]  # [dimensions]

    @classmethod
    def of(cls, text: str, statistics: Statistics, embedder: Embedder, lexicon: Lexicon) -> Question:
        """Read the text. A word that the shop never wrote is looked for in the other language."""
        own = Counter(tokenize(text))
        found = _foreign(text, statistics, lexicon)
        foreign = [other for _, other in found]
        replaced = {token for word, _ in found for token in tokenize(word)}
        tokens = {token: float(count) for token, count in own.items()}
        for token in tokenize(" ".join(foreign)):
            tokens[token] = tokens.get(token, 0.0) + _TRANSLATED
        # The bound counts a translated word instead of the one it stands for.
        known = [token for token in tokens if token in statistics.frequency and token not in replaced]
        missing = sum(own[token] for token in own if token not in statistics.frequency and token not in replaced)
        bound = sum(tokens[token] * statistics.idf(token) for token in known) + missing * statistics.idf("")
        return cls(tokens, bound, embedder.embed([" ".join((text, *foreign))])[0])

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for in words."""
        return not self.tokens


def _commonness(word: str, statistics: Statistics) -> int:
    telling = [token for token in tokenize(word) if token.isascii() or len(token) > 1] or tokenize(word)
    return min(statistics.frequency.get(token, 0) for token in telling)


def _foreign(text: str, statistics: Statistics, lexicon: Lexicon) -> list[tuple[str, str]]:
    # Words that the shop never or hardly writes, each with the word that it writes instead.
    translated = []
    for found in lexicon.find(text):
        word = text[found.start : found.end]
        others = [other for other in (*found.entry.chinese, *found.entry.english) if key(other) != key(word)]
        best = max(others, key=lambda other: _commonness(other, statistics), default=None)
        if best and _commonness(best, statistics) > _RARER * _commonness(word, statistics):
            translated.append((word, best))
    return translated
