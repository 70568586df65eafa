"""Spelling: what a word that the shop never wrote was probably meant to be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .lexicon import lexicon
from .relatives import Relatives
from .tokens import fold, stem

_SHORTEST = 4  # letters: a shorter word with a letter changed is another word
_LONG = 7  # letters from which on two mistakes are forgiven
_FIRST_WRONG = 6  # letters: "mood" is no misspelt "wood"
_TRIED = 8
_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]+(?![\w'’-])")  # letters inside a model number are no word


class Spelling:
    """The shop's words of letters, in drawers by their first letter: people seldom get that one wrong."""

    def __init__(self, frequency: Mapping[str, int], relatives: Relatives | None = None) -> None:
        self._frequency = frequency
        self._relatives = relatives or Relatives(())
        self._drawers: defaultdict[str, list[str]] = defaultdict(list)
        for word in frequency:
            if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
                self._drawers[word[0]].append(word)

    def text(self, text: str, known: Container[str] = ()) -> str:
        """The text with every word mended that needs it; words of `known` do not."""
        return _WORD.sub(lambda found: self._written(found.group(), known), text)

    def _written(self, word: str, known: Container[str]) -> str:
        # The shop's words are kept without their plural; whoever typed one meant one.
        mended = self.mended(word, known, _SHORTEST - 1)
        if mended and word.lower().endswith("s") and stem(mended + "s") == mended:
            return mended + "s"
        return mended or word

    def mended(self, word: str, known: Container[str] = (), shortest: int = _SHORTEST) -> str | None:
        """The nearest word of the shop (Damerau-Levenshtein), the commoner of two; None for a word that needs no mending.

        A word of the lexicon is right, whether or not the shop has such goods.
        """
        typed = fold(word)
        if len(typed) < shortest or not typed.isascii() or not typed.isalpha():
            return None
        forms = {typed, stem(typed)}
        if any(form in words for form in forms for words in (self._frequency, known)) or lexicon().get(typed):
            return None
        near = self._near(forms, 1 if len(typed) < _LONG else 2)
        return min(near, key=lambda word: (near[word], -self._frequency[word], word), default=None)

    def _near(self, forms: set[str], most: int) -> dict[str, float]:
        # Words at most so many mistakes away, with how many; other first letters only where this one begins none of them.
        near: dict[str, float] = {}
        for form in forms:
            drawer = self._drawers.get(form[0], ())
            for word, distance, _ in extract(form, drawer, scorer=OSA.distance, score_cutoff=most, limit=_TRIED):
                near[word] = min(distance, near.get(word, distance))
        if near:
            return near
        long = (form for form in forms if len(form) >= _FIRST_WRONG)
        others = [(form, word) for form in long for word, _ in self._relatives.of(form) if word.isalpha()]
        found = ((word, OSA.distance(form, word, score_cutoff=most)) for form, word in others)
        return {word: distance for word, distance in found if distance <= most}
