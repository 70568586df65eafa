"""Both: one phrase in English and in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNIT_GAP = re.compile(r"(?<=\d) (?=[A-Za-z])")


@dataclass(frozen=True)
class Both:
    """The same phrase for both kinds of readers."""

    en: str
    zh: str

    def in_(self, language: str) -> str:
        """The phrase in "en" or "zh"."""
        return self.zh if language == "zh" else self.en


def both(text: str) -> Both:
    """Read "English|中文". Without a bar it is a measure, which Chinese writes without the gap ("16 GB" -> "16GB")."""
    english, bar, chinese = text.partition("|")
    return Both(english.strip(), chinese.strip() if bar else _UNIT_GAP.sub("", english.strip()))


def slug(text: str) -> str:
    """The letters and digits of a phrase, for ids and file names: "Dark Green" -> "dark-green"."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
