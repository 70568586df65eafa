"""Quantities: how many of a thing a shopper wants."""

from __future__ import annotations

import re

from .amounts import DIGITS

_WORDS = {word: count for count, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight"), 1)}
_WORDS |= {"a couple of": 2, "a pair of": 1, "a dozen": 12, "another": 1, "十": 10} | DIGITS
_COUNT = r"(?P<count>\d{1,2}|a couple of|a dozen|one|two|three|four|five|six|seven|eight)"
_MEASURE = "(?:个|件|双|条|台|只|瓶|盒|套|份|张|把|本|袋|包|箱|支|对|顶|块(?!钱))"
_RULES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_COUNT}\s+(?:more\s+)?(?:of|pieces? of|pairs? of)\s+(?:these|those|them|this|that|it|the)\b",
        rf"\b(?:remove|add|take|another|want|buy|get)\s+{_COUNT}\b(?=\s*(?:more|please|of|$|[,.!]))",
        r"\b(?P<count>one|two|three|four|five|another|\d{1,2})\s+more\b(?=\s*(?:please\W*)?$)",
        rf"(?:^|\b(?:need|want|buy|get|order|have|take|and|for)\s+|,\s*){_COUNT}\s+(?=(?:[a-z]+\s){{0,3}}[a-z]+s\b)",
        rf"^{_COUNT}\s?(?:x|pcs|pieces)\s+(?=[a-z])",
        rf"(?<![第\d一二三四五六七八九十])(?P<count>[两二三四五六七八九十]|[2-9]|1\d)\s?{_MEASURE}(?![月人装套岁])",
        rf"(?<=[再多])(?:来|要|加|买|拿)(?P<count>[一两二三四五六七八九十]|\d){_MEASURE}",
    )
]
# "Two more" adds to what is there; "two of these" says how many there shall be.
_MORE = re.compile(r"\b(?:more|another|add|extra)\b|再|多[来要加买拿]|加", re.IGNORECASE)


def quantity_in(text: str) -> tuple[int | None, tuple[tuple[int, int], ...]]:
    """How many, and where the text says so."""
    for rule in _RULES:
        if found := rule.search(text):
            count = found["count"].lower()
            value = int(count) if count.isdigit() else _WORDS.get(count, 1)
            return (value, (found.span(),)) if value else (None, ())
    return None, ()


def is_more(text: str) -> bool:
    """Whether the quantity comes on top of what the cart holds."""
    return bool(_MORE.search(text))
