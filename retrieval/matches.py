"""Matches: which of a question's words stand in a product, and where: the plainest reason why it was found."""

from __future__ import annotations

from collections.abc import Iterator

from shop.candidate import Why
from shop.product import Product

from .document import texts
from .question import Question
from .tokens import fold, has_chinese, tokenize

_FIELDS = ("title", "brand", "category", "attributes", "description")  # where a word says most, first
_MOST_WORDS = 4
_LONGEST_RUN = 40  # characters


def matches(question: Question, product: Product) -> Iterator[Why]:
    """A reason of kind "matches" for the field that holds the most of the words; none when they match in meaning only."""
    found = texts(product)
    best: tuple[str, list[str]] = ("", [])
    for field in _FIELDS:
        words = _held(question, found[field])
        if sum(map(len, words)) > sum(map(len, best[1])):
            best = field, words
        if len(words) >= len(question.words):
            break
    if best[1]:
        yield Why(kind="matches", values={"words": ", ".join(best[1][:_MOST_WORDS]), "field": best[0]})


def _held(question: Question, text: str) -> list[str]:
    held, folded = set(tokenize(text)), fold(text)
    words: list[str] = []
    for word, tokens in question.words:
        if has_chinese(word):
            words += _runs(fold(word)[:_LONGEST_RUN], folded)
        elif tokens and held.issuperset(tokens):
            words.append(word)
    return list(dict.fromkeys(words))


def _runs(word: str, text: str) -> Iterator[str]:
    # The longest pieces of a Chinese run that stand in the text, from left to right: nothing marks its words.
    at = 0
    while at < len(word) - 1:
        end = next((end for end in range(len(word), at + 1, -1) if word[at:end] in text), at)
        if end > at:
            yield word[at:end]
        at = max(end, at + 1)
