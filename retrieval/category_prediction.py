"""Category prediction: which kinds of goods a few plain words ask for. It lifts the likeliest ones and filters none.

The share of a category among the products that answer the words best is how likely it is meant; a category whose name ends as
the words do ("digital cameras" for "camera") is likelier still, for what a thing is stands last in English and in Chinese.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from .fusion import Scores
from .question import Question
from .segment import Segment
from .tokens import key

_MOST_WORDS = 3  # of a question that names a kind of goods and not one of them
_CLOSE = 0.6  # of the best answer's words
_MOST = 5  # categories that are lifted
_LEAST = 0.1  # of the likeliest one
_SAME_END = 0.5


def predicted(question: Question, segments: Sequence[Segment], lexical: Sequence[Scores]) -> Mapping[str, float]:
    """The likeliest categories with how likely each is beside the likeliest, 0 to 1; none for words that name one thing."""
    if question.empty or not _is_plain(question):
        return {}
    shares = _shares(segments, lexical)
    for name in shares:
        if _ends_alike(name, question):
            shares[name] += _SAME_END
    best = sorted(shares.items(), key=lambda item: -item[1])[:_MOST]
    return {name: share / best[0][1] for name, share in best if share >= _LEAST * best[0][1]}


def _is_plain(question: Question) -> bool:
    words = [word for word, _ in question.words]
    return len(words) <= _MOST_WORDS and not any(letter.isdigit() for word in words for letter in word)


def _shares(segments: Sequence[Segment], lexical: Sequence[Scores]) -> dict[str, float]:
    alive = [scores * segment.alive for segment, scores in zip(segments, lexical, strict=True)]
    best = max((float(scores.max(initial=0)) for scores in alive), default=0.0)
    counts: Counter[str] = Counter()
    for segment, scores in zip(segments, alive, strict=True) if best else ():
        kinds = segment.columns.kind[scores >= _CLOSE * best]
        for number, count in zip(*np.unique(kinds[kinds >= 0], return_counts=True), strict=True):
            counts[segment.columns.kinds[int(number)]] += int(count)
    return {name: count / counts.total() for name, count in counts.items()}


def _ends_alike(name: str, question: Question) -> bool:
    last = key(question.words[-1][0])
    return bool(last) and f" {name}".endswith(f" {last}")
