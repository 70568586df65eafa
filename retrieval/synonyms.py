"""Synonyms: the shop's own, in a text file that its people edit. A change is seen at the next look; nothing is rebuilt.

# sofa and couch are the same here
sofa, couch, 沙发
# whoever asks for the first gets the second, not the other way round
sneakers => trainers, running shoes
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from .tokens import Unit, key, units

FILE = "synonyms.txt"  # in the shop's data folder
_LONGEST = 5  # words, or Chinese characters, of one phrase
_MOST_LINES = 5000
_LARGEST = 1 << 20  # bytes


class Synonyms:
    """Phrases with what they also mean here. `mistakes` are sentences about lines that say nothing."""

    def __init__(self, lines: Iterable[str] = (), mistakes: Iterable[str] = ()) -> None:
        self._others: defaultdict[str, dict[str, None]] = defaultdict(dict)
        found = list(mistakes)
        for number, line in enumerate(lines, 1):
            if number > _MOST_LINES:
                found.append(f"Only the first {_MOST_LINES:,} lines are read.")
                break
            if line.strip() and not line.lstrip().startswith("#"):
                found += self._read(line, number)
        self.mistakes = tuple(found)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file; one that is missing holds nothing, and one that cannot be read is named in `mistakes`."""
        try:
            if path.stat().st_size > _LARGEST:
                return cls(mistakes=[f"{path} is larger than a megabyte and is not read; synonyms are meant to be few."])
            return cls(path.read_text(encoding="utf-8-sig").splitlines())
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            return cls(mistakes=[f"The synonyms in {path} cannot be read ({reason}); save them as text in UTF-8."])

    def __len__(self) -> int:
        return len(self._others)

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """Every phrase of the text that has synonyms, as (the phrase as written, one of them); the longest, left to right."""
        if not self._others:
            return
        places = units(text)
        at = 0
        while at < len(places):
            taken = next((n for n in range(_LONGEST, 0, -1) if self._phrase(places, at, n) in self._others), 0)
            if taken:
                written = text[places[at].start : places[at + taken - 1].end]
                yield from ((written, other) for other in self._others[self._phrase(places, at, taken)])
            at += taken or 1

    @staticmethod
    def _phrase(places: list[Unit], at: int, taken: int) -> str:
        return " ".join(unit.text for unit in places[at : at + taken]) if at + taken <= len(places) else ""

    def _read(self, line: str, number: int) -> list[str]:
        left, arrow, right = line.partition("=>")
        froms, tos = _phrases(left), _phrases(right if arrow else left)
        long = [phrase for phrase in (*froms, *tos) if len(units(phrase)) > _LONGEST]
        if long:
            return [f"Line {number}: “{long[0]}” is longer than {_LONGEST} words."]
        if not froms or not tos or (not arrow and len(froms) < 2):
            return [f"Line {number} needs two phrases: `sofa, couch`, or `sneakers => trainers`."]
        for phrase in froms:
            self._others[key(phrase)].update((other, None) for other in tos if key(other) != key(phrase))
        return []


class SynonymFile:
    """The shop's file, read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = self._stamped()
        self.now = Synonyms.load(path)

    def changed(self) -> bool:
        """Read the file again if it has changed since it was last read; whether it had."""
        stamp = self._stamped()
        if stamp == self._stamp:
            return False
        self._stamp, self.now = stamp, Synonyms.load(self._path)
        return True

    def _stamped(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


def _phrases(text: str) -> list[str]:
    return [phrase for part in text.replace("，", ",").split(",") if key(phrase := part.strip())]
