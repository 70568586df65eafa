"""Foreign: words of a question that the shop never or hardly writes, with what it writes instead in the other language.

The lexicon knows the commonest ones; for the others there are vectors learned from parallel names (`bilingual`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .bilingual import bilingual
from .lexical import Statistics
from .lexicon import Lexicon
from .tokens import CJK, key, tokenize

_RARER = 4  # times: then the shop has another word for it
_SECOND = 0.85  # as alike as the best partner: then it is meant as well
_WORDS = re.compile(rf"[{CJK}]+|[^\W\d_{CJK}]+")


class Foreign(NamedTuple):
    """A word of the question and one that may be meant: instead of it, or besides."""

    word: str
    other: str
    instead: bool


def foreign(text: str, statistics: Statistics, lexicon: Lexicon) -> list[Foreign]:
    """Every word of the text that has to be translated for this shop."""
    translated = []
    rest = list(text)
    for found in lexicon.find(text):
        word = text[found.start : found.end]
        rest[found.start : found.end] = " " * len(word)
        others = [other for other in (*found.entry.chinese, *found.entry.english) if key(other) != key(word)]
        best = max(others, key=lambda other: commonness(other, statistics), default=None)
        if best and commonness(best, statistics) > _RARER * commonness(word, statistics):
            translated.append(Foreign(word, best, True))
    return [*translated, *_learned("".join(rest), statistics)]


def telling(word: str) -> tuple[str, ...]:
    """The word's tokens but single Chinese characters beside their pairs, which say too little."""
    tokens = tokenize(word)
    return tuple(token for token in tokens if token.isascii() or len(token) > 1) or tuple(tokens)


def commonness(word: str, statistics: Statistics) -> int:
    """The number of products that hold the rarest of the word's tokens."""
    return min((statistics.frequency.get(token, 0) for token in telling(word)), default=0)


def _learned(text: str, statistics: Statistics) -> Iterator[Foreign]:
    for run in _WORDS.findall(text):
        if run.isascii():
            yield from _of_word(run, statistics)
        elif not _is_written(run, statistics):
            yield from _of_run(run, statistics)


def _of_word(word: str, statistics: Statistics) -> Iterator[Foreign]:
    # None for a word that the shop writes, or that nobody knows.
    tokens = tokenize(word)
    if len(tokens) == 1 and not statistics.frequency.get(tokens[0]):
        yield from _partners(word, tokens[0], statistics)


def _of_run(run: str, statistics: Statistics) -> Iterator[Foreign]:
    # Pairs before single characters, from left to right, none over another.
    at = 0
    while at < len(run):
        pair, one = run[at : at + 2], run[at]
        found = _partners(pair, pair, statistics) or _partners(one, one, statistics)
        yield from found
        at += len(found[0].word) if found else 1


def _partners(word: str, token: str, statistics: Statistics) -> list[Foreign]:
    found = list(bilingual().partners(token, statistics.frequency))[:2]
    near = [partner for partner in found if partner.alike >= _SECOND * found[0].alike]
    return [Foreign(word, partner.token, number == 0) for number, partner in enumerate(near)]


def _is_written(run: str, statistics: Statistics) -> bool:
    # Whether the shop writes Chinese like this: half of the pairs stand in some product.
    pairs = [first + second for first, second in pairwise(run)] or [run]
    return 2 * sum(bool(statistics.frequency.get(pair)) for pair in pairs) >= len(pairs)
