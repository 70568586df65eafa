"""Spelling: what a word that the shop never wrote was probably meant to be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .lexicon import lexicon
from .tokens import fold, stem

_SHORTEST = 4  # letters: a shorter word with a letter changed is another word
_LONG = 7  # letters from which on two mistakes are forgiven
_TRIED = 8
_WORD = re.compile(r"[A-Za-z]+")


class Spelling:
    """The shop's words of letters, in drawers by their first letter: people seldom get that one wrong."""

    def __init__(self, frequency: Mapping[str, int]) -> None:
        self._frequency = frequency
        self._drawers: defaultdict[str, list[str]] = defaultdict(list)
        for word in frequency:
            if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
                self._drawers[word[0]].append(word)

    def text(self, text: str) -> str:
        """The text with every word mended that needs it."""
        return _WORD.sub(lambda found: self.mended(found.group()) or found.group(), text)

    def mended(self, word: str) -> str | None:
        """The nearest word of the shop (Damerau-Levenshtein), the commoner of two; None for a word that needs no mending.

        A word of the lexicon is right, whether or not the shop has such goods.
        """
        typed = fold(word)
        if len(typed) < _SHORTEST or not typed.isascii() or not typed.isalpha():
            return None
        if typed in self._frequency or stem(typed) in self._frequency or lexicon().get(typed):
            return None
        most = 1 if len(typed) < _LONG else 2
        drawer = self._drawers[typed[0]]
        near = [
            found
            for form in {typed, stem(typed)}
            for found in extract(form, drawer, scorer=OSA.distance, score_cutoff=most, limit=_TRIED)
        ]
        return min(near, key=lambda found: (found[1], -self._frequency[found[0]], found[0]))[0] if near else None
