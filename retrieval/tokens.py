"""Tokens: the pieces of a text that search compares, in English and Chinese.

Latin words are lower-cased and lose their plural; numbers keep their unit and lose a fraction of nothing ("12.0" is 12); a
model number is found in its joined and its split form ("kx-tg1032s" gives kx, tg1032s and kxtg1032s), and so is a short number
that stands at a word ("24port" gives 24, port and 24port). Chinese gives single characters and bigrams, which need no
dictionary and know every new brand. Traditional characters count as simplified ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK_RUN = re.compile(f"[{CJK}]+")
_PIECE = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+(?:[-.'’/+&][^\\W_{CJK}]+)*[\"″]?")
_UNIT_PIECE = re.compile(f"[{CJK}]|[^\\W_{CJK}]+(?:['’][^\\W_{CJK}]+)*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NUMBER_UNIT = re.compile(r"(\d+(?:\.\d+)?)([a-z]+)")
_NUMBER_DASH_UNIT = re.compile(r"(\d+(?:\.\d+)?)-([a-z]+)")
_NUMBER_WORD = re.compile(r"(\d{1,3})([a-z]{2,})|([a-z]{2,})(\d{1,3})")
_NOTHING = re.compile(r"(?<![\w.])(\d+)\.0+(?![\d.])")  # the fraction of a number that has none
_SPLIT = re.compile(r"[-.'’/+&]")
_METRIC = ("gb", "tb", "mb", "kg", "mg", "ml", "cl", "l", "g", "mm", "cm", "m", "km")
_OTHER = ("in", "ft", "oz", "lb", "w", "kw", "v", "mah", "wh", "hz", "khz", "ghz", "mhz", "mp", "dpi", "rpm", "k")
# A unit of measure and the one spelling it is kept under.
_UNITS = {
    **{unit: unit for unit in (*_METRIC, *_OTHER)},
    **{"inch": "in", "inches": "in", "foot": "ft", "feet": "ft", "lbs": "lb", "watt": "w", "watts": "w", "volt": "v"},
    **{"litre": "l", "liter": "l", "litres": "l", "liters": "l", "gram": "g", "grams": "g", "ounce": "oz", "ounces": "oz"},
    **{"megapixel": "mp", "megapixels": "mp", "gig": "gb", "gigabyte": "gb", "terabyte": "tb", "pound": "lb", "pounds": "lb"},
}
# Plurals that no rule makes.
_PLURALS = {
    **{"mice": "mouse", "men": "man", "women": "woman", "children": "child", "people": "person", "teeth": "tooth"},
    **{"knives": "knife", "shelves": "shelf", "scarves": "scarf", "leaves": "leaf", "loaves": "loaf", "halves": "half"},
    **{"series": "series", "species": "species"},
}
_LONGEST_PREFIX = 4  # letters that may stand apart from the rest of a model number: "lc 42d64u"


class Unit(NamedTuple):
    """One word or one Chinese character of a text, folded, and where it stands in the original."""

    text: str
    start: int
    end: int
    chinese: bool


def has_chinese(text: str) -> bool:
    """Whether any Chinese character is in it."""
    return not text.isascii() and _CJK_RUN.search(text) is not None


def fold(text: str) -> str:
    """The text in NFKC, lower case and simplified characters, of possibly another length."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).lower()
    return folded.translate(_simplified()) if _CJK_RUN.search(folded) else folded


@cache
def _simplified() -> dict[int, str]:
    # Character by character: the phrase rules of OpenCC would cost more than they find.
    from opencc import OpenCC

    characters = "".join(chr(code) for code in range(0x4E00, 0xA000))
    simple = OpenCC("t2s").convert(characters)
    return {ord(old): new for old, new in zip(characters, simple, strict=True) if old != new}


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """An English word without its plural; words that only look like plurals are kept."""
    if word in _PLURALS:
        return _PLURALS[word]
    if len(word) < 4 or not word.endswith("s") or not word.isascii() or any(letter.isdigit() for letter in word):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def tokenize(text: str) -> list[str]:
    """All tokens of the text, in order and with repetitions."""
    tokens: list[str] = []
    before = ""
    for piece in _PIECE.findall(fold(text)):
        if piece >= "\u3400" and _CJK_RUN.fullmatch(piece):
            tokens += _chinese(piece)
            before = ""
            continue
        tokens += _latin(piece)
        tokens += _joined(before, piece)
        before = piece
    return tokens


def last_pair(text: str) -> list[str]:
    """The tokens of the last two Chinese characters in the text."""
    runs = _CJK_RUN.findall(fold(text))
    return list(dict.fromkeys(_chinese(runs[-1][-2:]))) if runs else []


def units(text: str) -> list[Unit]:
    """The words (without plural) and single Chinese characters of the text, with their places in it."""
    return list(_units(text))


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """The form under which two spellings of one name meet: "Home-Kitchens" and "home kitchen" are the same."""
    return " ".join(unit.text for unit in _units(text))


def _units(text: str) -> Iterator[Unit]:
    folded = fold(text)
    places = None if len(folded) == len(text) else _places(text)
    for found in _UNIT_PIECE.finditer(folded):
        word, (start, end) = found.group(), found.span()
        if places:
            start, end = places[start], places[end - 1] + 1
        chinese = word >= "\u3400" and _CJK_RUN.match(word) is not None
        yield Unit(word if chinese else stem(_without_s(word)), start, end, chinese)


def _places(text: str) -> list[int]:
    # For each character of the folded text, the character of the original that it came from.
    return [place for place, letter in enumerate(text) for _ in fold(letter)]


def _without_s(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _chinese(run: str) -> list[str]:
    return [*run, *(run[place : place + 2] for place in range(len(run) - 1))]


@lru_cache(maxsize=200_000)
def _latin(piece: str) -> tuple[str, ...]:
    if piece.endswith(('"', "″")):
        inches = _NUMBER.fullmatch(piece[:-1])
        piece = piece[:-1] + "in" if inches else piece[:-1]
    piece = _without_s(piece)
    piece = _NOTHING.sub(r"\1", piece)
    if _NUMBER.fullmatch(piece):
        return (piece,)
    dashed = _NUMBER_DASH_UNIT.fullmatch(piece)
    if dashed and dashed[2] in _UNITS:
        return dashed[1], stem(dashed[2]), dashed[1] + _UNITS[dashed[2]]
    parts = [part for part in _SPLIT.split(piece) if part]
    if len(parts) < 2:
        return _word(piece)
    measured = _NUMBER_UNIT.fullmatch(piece)
    if measured and measured[2] in _UNITS:
        return _word(piece)
    return (*(token for part in parts for token in _word(part)), stem("".join(parts)))


def _word(word: str) -> tuple[str, ...]:
    measured = _NUMBER_UNIT.fullmatch(word)
    if measured and measured[2] in _UNITS:
        return measured[1], measured[1] + _UNITS[measured[2]]
    apart = _NUMBER_WORD.fullmatch(word)
    if apart:
        return (*(stem(part) for part in apart.groups() if part), word)
    return (stem(word),)


@lru_cache(maxsize=200_000)
def _joined(before: str, piece: str) -> tuple[str, ...]:
    # What stands apart here may stand together elsewhere: "120 gb", "lc 42d64u".
    if not before:
        return ()
    before = _NOTHING.sub(r"\1", before)
    if piece in _UNITS and _NUMBER.fullmatch(before):
        return (before + _UNITS[piece],)
    mixed = piece[0].isdigit() and not piece.isdigit() and piece.isalnum()
    if before.isalpha() and len(before) <= _LONGEST_PREFIX and mixed and not _NUMBER_UNIT.fullmatch(piece):
        return (before + piece,)
    return ()
