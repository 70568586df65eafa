"""Question: a Need's words made ready for both legs of search."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shop.embedder import Embedder

from .document import as_head
from .foreign import commonness, foreign, telling
from .lexical import Statistics
from .lexicon import Lexicon
from .relatives import Relatives
from .synonyms import Synonyms
from .tokens import CJK, fold, has_chinese, last_pair, stem, tokenize

# What a word that the shopper did not write is worth beside one that they did.
_TRANSLATED = 0.7
_SYNONYM = 0.8
_JOINED = 0.5  # "boom box" finds "boombox"
_RELATED = 0.55  # times how alike the two are
_SAME_START = 2  # letters: "ring" is no relative of "spring"
_HEAD = 1.35  # a Chinese phrase ends with what the thing is
_BRAND_SHARE = 0.5  # of the rows that hold a word, it stands at the head of the title or in the brand: then it is a brand
_WORDS = re.compile(rf"[{CJK}]+|[^\W_{CJK}][^\s{CJK}]*")
_PIECE = re.compile(r"[a-z0-9]{2,}")


@dataclass(frozen=True)
class Question:
    """Tokens with what each is worth, the highest score they could reach, the meaning of the text, and the brand in it."""

    tokens: dict[str, float]
    bound: float
    embedder: Embedder
    meant: str  # the text with what it says in the other language
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()  # as they were written or meant, each with its telling tokens
    brand: str | None = None  # the first token that is mostly a brand here
    corrected: str | None = None  # the text that was read instead of the one that was typed

    @classmethod
    def of(
        cls,
        text: str,
        statistics: Statistics,
        embedder: Embedder,
        lexicon: Lexicon,
        relatives: Relatives | None = None,
        synonyms: Synonyms | None = None,
    ) -> Question:
        """Read the text. A word that the shop never wrote is looked for in the other language."""
        own = Counter(tokenize(text))
        translated = foreign(text, statistics, lexicon)
        meant = [*translated, *_synonymous(text, synonyms, statistics)]
        replaced = {token for word, _, instead in meant if instead for token in tokenize(word)}
        tokens = {token: float(count) for token, count in own.items()}
        for _, other, instead in meant:
            for token in tokenize(other):
                tokens[token] = max(tokens.get(token, 0.0), _TRANSLATED if instead else _SYNONYM)
        _lift_head(tokens, text)
        # The bound counts nothing that only may be meant as well, and a translated word instead of the one it stands for,
        # unless the shop writes that one, too, and it tells more.
        optional = {token for _, other, instead in meant if not instead for token in tokenize(other)} - own.keys()
        counted = [token for token in tokens if token not in replaced and token not in optional]
        bound = max(
            sum((tokens[token] if token in statistics.frequency else own[token]) * statistics.idf(token) for token in counted),
            sum(tokens[token] * statistics.idf(token) for token in own if token in statistics.frequency),
        )
        for token, worth in (*_joined(text, statistics), *_related(own, statistics, relatives)):
            tokens[token] = max(tokens.get(token, 0.0), worth)
        both = " ".join((text, *(other for _, other, _ in translated)))
        words = (*_WORDS.findall(text), *(other for _, other, _ in meant))
        told = tuple((word, telling(word)) for word in dict.fromkeys(words))
        return cls(tokens, bound, embedder, both, told, _brand(own, statistics))

    @cached_property
    def vector(self) -> NDArray[np.float32]:
        """[dimensions], made when it is first needed: many questions are answered without."""
        return self.embedder.embed_query(self.meant)

    @property
    def worth(self) -> float:
        """What a cosine is worth beside the words."""
        return self.embedder.worth

    @property
    def near(self) -> float:
        """The cosine that makes a product an answer by itself."""
        return self.embedder.near

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for in words."""
        return not self.tokens


def _synonymous(text: str, synonyms: Synonyms | None, statistics: Statistics) -> Iterator[tuple[str, str, bool]]:
    # The shop's own synonyms; one stands instead of a word that the shop never wrote, else beside it.
    for word, other in synonyms.find(text) if synonyms else ():
        if tokenize(other):
            yield word, other, not commonness(word, statistics) and bool(commonness(other, statistics))


def _lift_head(tokens: dict[str, float], text: str) -> None:
    if has_chinese(text):
        for token in last_pair(text):
            tokens[token] *= _HEAD


def _joined(text: str, statistics: Statistics) -> Iterator[tuple[str, float]]:
    # Two words that the shop also writes as one.
    pieces = _PIECE.findall(fold(text))
    for first, second in pairwise(pieces):
        token = stem(first + second)
        if statistics.frequency.get(token) and not (first.isdigit() and second.isdigit()):
            apart = statistics.idf(stem(first)) + statistics.idf(stem(second))
            yield token, min(_JOINED * apart / statistics.idf(token), 2.0)


def _related(own: Counter[str], statistics: Statistics, relatives: Relatives | None) -> Iterator[tuple[str, float]]:
    if relatives is None:
        return
    for token in own:
        for other, alike in relatives.of(token):
            if other in own or (token.isalpha() and other.isalpha() and token[:_SAME_START] != other[:_SAME_START]):
                continue
            # A rarer relative must not count for more than the word itself.
            yield other, _RELATED * alike * min(1.0, statistics.idf(token) / statistics.idf(other))


def _brand(own: Counter[str], statistics: Statistics) -> str | None:
    for token in own:
        headed = statistics.frequency.get(as_head(token), 0)
        if headed > 1 and headed > _BRAND_SHARE * statistics.frequency[token]:
            return token
    return None
