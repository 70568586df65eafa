"""Sentences: cuts a text that arrives in pieces into whole sentences, English and Chinese."""

from __future__ import annotations

import re
import unicodedata

# A full stop ends a sentence only before a space: not in "$1.50". A Chinese one does anywhere. Closing quotes stay with it.
_END = re.compile(r"(?:[.!?…]+[\"”’)\]»]*(?=\s)|[。！？!?…]+[”’」』）》\"]*(?=[^。！？!?…”’」』）》\"])|\n)")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:e\.g|i\.e|etc|approx|no|vs|mr|mrs|ms|dr|st|incl|max|min)\.$", re.IGNORECASE)
_WHOLE = re.compile(r"[.!?…。！？][\"”’」』）》)\]]*\s*$")
_LONGEST = 600  # characters: what goes on longer is no sentence, and is dropped
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_MARKDOWN = re.compile(r"\*\*|__|`+|^\s*(?:#{1,6}|[-*•]|>)\s+")


class Cutter:
    """Feed it pieces; it gives back each sentence once it is whole. Thoughts and Markdown are left out."""

    def __init__(self) -> None:
        self._text = ""
        self._is_too_long = False  # the sentence under way, whose beginning is dropped already

    def feed(self, piece: str) -> list[str]:
        """The sentences that this piece completes."""
        self._text = _without_thoughts(self._text + piece)
        if _is_thinking(self._text.lstrip()):
            return []
        return list(self._whole())

    def rest(self, *, complete: bool = False) -> list[str]:
        """What is left at the end; with `complete`, only when it ends like a sentence."""
        text, self._text = _plain(_THOUGHT.sub("", self._text)), ""
        return [text] if text and not self._is_too_long and (not complete or _WHOLE.search(text)) else []

    def _whole(self) -> list[str]:
        found, start = [], 0
        for end in _END.finditer(self._text):
            sentence = self._text[start : end.end()]
            if not _ABBREVIATION.search(sentence.rstrip()):
                found.append(sentence)
                start = end.end()
        self._text = self._text[start:]
        if found and self._is_too_long:
            found, self._is_too_long = found[1:], False
        if len(self._text) > _LONGEST:
            self._text, self._is_too_long = "", True
        return [plain for sentence in found if (plain := _plain(sentence)) and len(plain) <= _LONGEST]


def _is_thinking(text: str) -> bool:
    return text.startswith("<think>") or "<think>".startswith(text)


def _without_thoughts(text: str) -> str:
    return _THOUGHT.sub("", text) if "</think>" in text else text


def _plain(sentence: str) -> str:
    # No invisible characters leave: the page shows what was judged.
    seen = "".join(
        letter for letter in sentence if letter == "\n" or unicodedata.category(letter) not in ("Cf", "Cc", "Co", "Cn")
    )
    return " ".join(_MARKDOWN.sub("", seen).split())
