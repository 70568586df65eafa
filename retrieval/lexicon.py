"""Lexicon: the commonest words of shops in English and Chinese, and which broader word each belongs under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .tokens import Unit, has_chinese, key, units

_LONGEST = 8  # units of the longest entry


@dataclass(frozen=True)
class Entry:
    """One meaning: what kind of word it is, its spellings in both languages, and the broader word."""

    kind: str  # color, material, audience, occasion, size, quality, product, brand
    english: tuple[str, ...]
    chinese: tuple[str, ...]
    broader: str | None  # or several with commas between them: teal is a green and a blue

    @property
    def families(self) -> tuple[str, ...]:
        """The broader words, none for a word that stands on top."""
        return tuple(self.broader.split(",")) if self.broader else ()


@dataclass(frozen=True)
class Found:
    """An entry that stands in a text, from `start` to `end`."""

    entry: Entry
    start: int
    end: int


class Lexicon:
    """Entries by any of their spellings."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._by_key: dict[str, Entry] = {}
        self._kinds: defaultdict[str, set[str]] = defaultdict(set)
        self._narrower: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            for word in (*entry.english, *entry.chinese):
                self._by_key.setdefault(key(word), entry)
                self._kinds[key(word)].add(entry.kind)
            for family in entry.families:
                self._narrower[key(family)].append(entry)

    def of_kind(self, kind: str) -> list[Entry]:
        """Every entry of that kind, in the order of the file."""
        return [entry for entry in self._entries if entry.kind == kind]

    def get(self, word: str) -> Entry | None:
        """The meaning of that word, or None."""
        return self._by_key.get(key(word))

    def knows(self, word: str, kind: str) -> bool:
        """Whether the word has a meaning of that kind, perhaps beside others: copper is a colour and a material."""
        return kind in self._kinds.get(key(word), ())

    def spellings(self, word: str) -> list[str]:
        """Every spelling that satisfies a wish for the word, in both languages: its own, and those of all narrower words."""
        entry = self.get(word)
        if entry is None:
            return [word]
        names = list(dict.fromkeys((word, *entry.english, *entry.chinese)))
        for name in entry.english:
            for narrower in self._narrower.get(key(name), ()):
                names += [*narrower.english, *narrower.chinese]
        return list(dict.fromkeys(names))

    def in_language(self, word: str, language: str) -> str:
        """The word in Chinese ("zh") or English, unchanged when it is in that language or unknown."""
        entry = self.get(word)
        if entry is None or has_chinese(word) == (language == "zh"):
            return word
        return entry.chinese[0] if language == "zh" else entry.english[0]

    def translations(self, text: str) -> list[str]:
        """For each entry in the text, its first spelling in the other language."""
        found = ((hit.entry, text[hit.start : hit.end]) for hit in self.find(text))
        return [
            entry.english[0] if word not in entry.english and not word.isascii() else entry.chinese[0] for entry, word in found
        ]

    def find(self, text: str) -> list[Found]:
        """The longest entries in the text, from left to right, none over another."""
        places = units(text)
        found: list[Found] = []
        at = 0
        while at < len(places):
            hit = self._longest(places, at)
            if hit is None:
                at += 1
                continue
            entry, taken = hit
            found.append(Found(entry, places[at].start, places[at + taken - 1].end))
            at += taken
        return found

    def _longest(self, places: list[Unit], at: int) -> tuple[Entry, int] | None:
        for taken in range(min(_LONGEST, len(places) - at), 0, -1):
            entry = self._by_key.get(" ".join(unit.text for unit in places[at : at + taken]))
            if entry:
                return entry, taken
        return None


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with Aisle (lexicon.tsv)."""
    lines = (Path(__file__).parent / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
    return Lexicon(_entry(line) for line in lines if line and not line.startswith("#"))


def _entry(line: str) -> Entry:
    kind, english, chinese, *broader = line.split("\t")
    return Entry(kind, tuple(english.split("|")), tuple(chinese.split("|")), broader[0] if broader and broader[0] else None)
