"""Suggestions: what a shopper may be about to type, out of many entries: by prefix, with a slip forgiven, in pinyin.

Every place where a word begins (in Chinese: every character) is a key in one sorted list, so that whatever begins with what was
typed stands in one run of it. Chinese entries also stand there under their pinyin and its initials.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .tokens import Unit, fold, has_chinese, stem, units

_STARTS = 8  # words, or Chinese characters, of an entry under which it is found
_LATER = 0.6  # what an entry is worth that is found by a later word
_MENDED = 0.5  # ... and by a word with a slip in it
_SHORTEST_SLIP = 4  # letters from which on one slip is forgiven, ...
_LONG = 8  # ... and from which on two
_TRIED = 6  # mended beginnings
_MOST_PINYIN = 24  # letters of a key in pinyin
_KEPT = 20_000  # what was typed lately
_NONE = np.zeros(0, np.int32)
_END = "\U0010ffff"


@dataclass(frozen=True)
class Entry:
    """Something to suggest. `kind` is query, category, brand, phrase or product; `weight` (above 0) orders them."""

    text: str
    kind: str
    weight: float
    where: str | None = None  # the category above it


@dataclass(frozen=True)
class Suggestion:
    """An entry with the parts of its text, as [start, end), that were typed."""

    entry: Entry
    matched: tuple[tuple[int, int], ...] = ()


class Suggestions:
    """Immutable, thread-safe. Of entries with the same text the weightiest is kept."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        best: dict[str, Entry] = {}
        for entry in entries:
            folded = fold(entry.text)
            if folded not in best or best[folded].weight < entry.weight:
                best[folded] = entry
        self._entries = sorted(best.values(), key=lambda entry: (-entry.weight, entry.text))
        keyed = sorted((key, number, worth) for number, entry in enumerate(self._entries) for key, worth in _keys(entry))
        self._keys = [key for key, _, _ in keyed]
        self._numbers = np.array([number for _, number, _ in keyed], np.int32)
        weights = np.array([entry.weight for entry in self._entries], np.float32)
        self._worths = np.array([worth for _, _, worth in keyed], np.float32)
        self._worths *= weights[self._numbers] if len(keyed) else 1
        self._holding = _holding(self._entries)
        self._begun = lru_cache(_KEPT)(self._complete)
        self._drawers: dict[tuple[str, int], list[str]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def complete(self, typed: str, k: int = 8) -> list[Suggestion]:
        """The k weightiest entries that begin with what was typed, or hold its words with the last one begun.

        A slip is forgiven where none does. Nothing typed gives the weightiest entries.
        """
        words = units(typed[:80])
        if not words:
            return [] if typed.strip() else [Suggestion(entry) for entry in self._entries[:k]]
        numbers = self._begun(" ".join(fold(typed[:80]).split()), k)
        return [Suggestion(self._entries[number], _matched(self._entries[number].text, words)) for number in numbers]

    def _complete(self, typed: str, k: int) -> tuple[int, ...]:
        found: dict[int, float] = {}
        self._collect(typed, 1.0, found, k)
        if len(found) < k and " " in typed:
            self._collect_words(typed, found, k)
        if not found:
            for mended in self._mended(typed):
                self._collect(mended, _MENDED, found, k)
                if " " in mended:
                    self._collect_words(mended, found, k, _MENDED)
        return tuple(sorted(found, key=lambda number: (-found[number], number))[:k])

    def _collect(self, begun: str, worth: float, found: dict[int, float], k: int) -> None:
        low, high = bisect_left(self._keys, begun), bisect_left(self._keys, begun + _END)
        self._take(self._numbers[low:high], self._worths[low:high] * worth, found, k)

    def _collect_words(self, typed: str, found: dict[int, float], k: int, worth: float = 1.0) -> None:
        # All words but the last must be there, in any order; the last is the beginning of one.
        *whole, begun = typed.split()
        low, high = bisect_left(self._keys, begun), bisect_left(self._keys, begun + _END)
        numbers, worths = self._numbers[low:high], self._worths[low:high] * worth * _LATER
        for word in whole:
            holds = np.zeros(len(self._entries), np.bool_)
            holds[self._holding.get(stem(word), _NONE)] = True
            kept = holds[numbers]
            numbers, worths = numbers[kept], worths[kept]
        self._take(numbers, worths, found, k)

    @staticmethod
    def _take(numbers: NDArray[np.int32], worths: NDArray[np.float32], found: dict[int, float], k: int) -> None:
        # An entry may stand several times in a run, so a few more than k are looked at.
        most = min(len(numbers), 4 * k)
        best = np.argpartition(-worths, most - 1)[:most] if len(numbers) > most else np.arange(len(numbers))
        for place in best.tolist():
            number = int(numbers[place])
            found[number] = max(found.get(number, 0.0), float(worths[place]))

    def _mended(self, typed: str) -> Iterator[str]:
        # What was typed with its last word, or an earlier one, as some entry begins or has it.
        words = typed.split()
        for place in range(len(words) - 1, -1, -1):
            for other in self._near(words[place], whole=place < len(words) - 1):
                yield " ".join((*words[:place], other, *words[place + 1 :]))

    def _near(self, word: str, *, whole: bool) -> list[str]:
        if len(word) < _SHORTEST_SLIP or not word.isascii() or not word.isalpha():
            return []
        if whole and stem(word) in self._holding:
            return []
        most = 1 if len(word) < _LONG else 2
        near = [
            (distance, other)
            for length in range(len(word) - 1, len(word) + 2)
            for other, distance, _ in extract(
                word, self._drawer(word[0], length, whole), scorer=OSA.distance, score_cutoff=most, limit=_TRIED
            )
            if other != word
        ]
        return [other for _, other in sorted(near)[:_TRIED]]

    def _drawer(self, first: str, length: int, whole: bool) -> list[str]:
        # Words with that first letter: whole ones of that length, or the beginnings of longer ones.
        key = (first + ("." if whole else ""), length)
        if key not in self._drawers:
            words = (word for word in self._holding if word[0] == first and word.isascii())
            fitting = {word[:length] for word in words if (len(word) == length if whole else len(word) >= length)}
            self._drawers[key] = sorted(fitting)
        return self._drawers[key]


def _keys(entry: Entry) -> Iterator[tuple[str, float]]:
    folded = " ".join(fold(entry.text).split())
    places = units(folded)
    for number, unit in enumerate(places[:_STARTS]):
        worth = 1.0 if number == 0 else _LATER
        yield folded[unit.start :], worth
        if unit.chinese:
            full, initials = _pinyin(places, number)
            yield full, worth
            if len(initials) > 1:
                yield initials, worth * _LATER
    if places and not places[0].chinese and places[0].start:
        yield folded, 1.0


def _pinyin(places: Sequence[Unit], start: int) -> tuple[str, str]:
    full, initials = "", ""
    for unit in places[start:]:
        if not unit.chinese or len(full) > _MOST_PINYIN:
            break
        spoken = _syllable(unit.text)
        full, initials = full + spoken, initials + spoken[:1]
    return full, initials


@lru_cache(30_000)
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0])


def _holding(entries: Sequence[Entry]) -> dict[str, NDArray[np.int32]]:
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for word in {unit.text for unit in units(entry.text) if not unit.chinese}:
            holding[word].append(number)
    return {word: np.array(numbers, np.int32) for word, numbers in holding.items()}


def _matched(text: str, typed: Sequence[Unit]) -> tuple[tuple[int, int], ...]:
    # Where the typed words begin a word of the text; a run of Chinese characters stands as one.
    found = []
    runs = _runs(typed)
    for unit in units(text):
        for run in runs:
            if fold(text[unit.start :]).startswith(run):
                found.append((unit.start, min(unit.start + len(run), len(text))))
    return tuple(dict.fromkeys(found))


def _runs(typed: Sequence[Unit]) -> list[str]:
    runs: list[str] = []
    end = -1
    for unit in typed:
        if unit.chinese and runs and unit.start == end and has_chinese(runs[-1]):
            runs[-1] += unit.text
        else:
            runs.append(unit.text)
        end = unit.end
    return runs
