"""Question: a Need's words made ready for both legs of search."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.embedder import Embedder

from .lexical import Statistics
from .lexicon import Lexicon
from .tokens import tokenize

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
        foreign = _foreign(text, statistics, lexicon)
        tokens = {token: float(count) for token, count in own.items()}
        for token in tokenize(" ".join(foreign)):
            tokens[token] = tokens.get(token, 0.0) + _TRANSLATED
        # The bound counts a translated word instead of the unknown one it stands for.
        known = [token for token in tokens if token in statistics.frequency]
        missing = 0 if foreign else sum(own[token] for token in own if token not in statistics.frequency)
        bound = sum(tokens[token] * statistics.idf(token) for token in known) + missing * statistics.idf("")
        return cls(tokens, bound, embedder.embed([" ".join((text, *foreign))])[0])

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for in words."""
        return not self.tokens


def _commonness(word: str, statistics: Statistics) -> int:
    # Of several translations the shop's own word is meant: it says "tv" where the lexicon begins with "television".
    return min(statistics.frequency.get(token, 0) for token in tokenize(word))


def _foreign(text: str, statistics: Statistics, lexicon: Lexicon) -> list[str]:
    translated = []
    for found in lexicon.find(text):
        word = text[found.start : found.end]
        telling = [token for token in tokenize(word) if token.isascii() or len(token) > 1]
        if any(token not in statistics.frequency for token in telling):
            others = found.entry.chinese if word.isascii() else found.entry.english
            translated.append(max(others, key=lambda other: _commonness(other, statistics)))
    return translated
