"""Prices: what an utterance says about money. A range grammar of our own, because no library knows "1.5k" or 199元以内."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from shop.money import Money

from .amounts import CURRENCY, NUMBER, UNIT, foreign_to, number

_AROUND = Decimal("0.2")  # "around 100" is 80 to 120
_MOST = Decimal(10**9)

_A = rf"(?P<cur>{CURRENCY})?\s?(?P<num>{NUMBER})\s?(?P<unit>{UNIT})?"
_B = rf"(?P<cur2>{CURRENCY})?\s?(?P<num2>{NUMBER})\s?(?P<unit2>{UNIT})?"
# What follows a number that is no price.
_NOT_MONEY = (
    r"(?!\s?(?:\"|″|%|inch|in\b|cm|mm|km|m\b|ft|gb|tb|mb|kg|g\b|mg|ml|l\b|oz|lb|hz|ghz|w\b|watt|v\b|mah|mp\b|p\b|px|k\b|"
    r"star|review|year|month|week|day|hour|minute|people|person|piece|pair|pack|item|size|of\b|ml|x\d|"
    r"[个件双条台只款本瓶盒套张把岁寸码升克年月天号楼星英厘毫米公斤斤毫升小时分钟人代]|\d|\.\d|-\d))"
)
_MAX_EN = (
    r"(?:under|below|less than|cheaper than|lower than|up to|no more than|not more than|not over|at most|within|"
    r"max(?:imum)?(?: of| price)?|budget(?: is| of)?:?|<=?|≤|tops?|spend(?: up to)?)"
)
_MIN_EN = r"(?:over|above|more than|at least|min(?:imum)?(?: of)?|starting (?:at|from)|upwards of|from|>=?|≥)"
_AROUND_EN = r"(?:around|about|approximately|roughly|circa|near|~)"
_MAX_ZH = r"(?:不超过|不要超过|别超过|低于|少于|最多|不高于|不到|小于|预算(?:是|在|为)?|控制在)"
_MIN_ZH = r"(?<![不要别])(?:高于|超过|大于|至少|不低于|不少于|最少|多于)"

_RULES = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("range", rf"(?:between|from)\s+{_A}\s*(?:and|to|-|–|~)\s*{_B}{_NOT_MONEY}"),
        ("range", rf"(?:预算|价格|价位)(?:是|在|为)?\s?{_A}\s*(?:-|–|~|到|至)\s*{_B}(?:之间|左右)?{_NOT_MONEY}"),
        ("range", rf"{_A}\s*(?:-|–|~|到|至)\s*{_B}之间"),
        ("money range", rf"{_A}\s*(?:-|–|~|to|到|至)\s*{_B}{_NOT_MONEY}"),
        ("min", rf"{_MIN_EN}\s*{_A}{_NOT_MONEY}"),
        ("min", rf"{_MIN_ZH}\s?{_A}{_NOT_MONEY}"),
        ("min", rf"{_A}\s?(?:以上|起步|起|\+|and up|or more|and above)"),
        ("max", rf"{_A}\s?(?:以内|以下|之内|之下|内|封顶|or less|or under|max\b|tops\b)"),
        ("around", rf"(?:大概|大约|预算)?\s?{_A}\s?(?:左右|上下)"),
        ("max", rf"{_MAX_EN}\s*{_A}{_NOT_MONEY}"),
        ("max", rf"{_MAX_ZH}\s?{_A}{_NOT_MONEY}"),
        ("around", rf"{_AROUND_EN}\s*{_A}{_NOT_MONEY}"),
        ("money max", rf"{_A}(?:的)?"),
    )
]


@dataclass(frozen=True)
class Prices:
    """Limits in the shop's currency, the places in the text that said so, and another currency that was named instead."""

    low: Money | None = None
    high: Money | None = None
    spans: tuple[tuple[int, int], ...] = ()
    foreign: str | None = None


def prices_in(text: str, currency: str) -> Prices:
    """Read the limits. An amount in another currency than the shop's sets none: it is never converted silently."""
    low = high = None
    foreign = None
    spans = []
    for kind, found in _matches(text):
        groups, words = found.groupdict(), _names_of_money(found)
        if kind.startswith("money") and not any(words):
            continue
        limits = _limits(kind.removeprefix("money "), groups)
        if limits is None:
            continue
        spans.append((found.start(), found.start() + len(found.group().rstrip())))
        foreign = foreign or foreign_to(currency, *words)
        if foreign is None:
            low, high = limits[0] or low, limits[1] or high
    return Prices(_money(low, currency), _money(high, currency), tuple(spans), foreign)


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    # Rules from the most telling to the least; what one has read, no later one reads again.
    rest = text
    for kind, pattern in _RULES:
        for found in pattern.finditer(rest):
            if not _inside_word(rest, found):
                yield kind, found
                if kind.startswith("money") and not any(
                    found.groupdict().get(name) for name in ("cur", "unit", "cur2", "unit2")
                ):
                    continue
                rest = rest[: found.start()] + " " * (found.end() - found.start()) + rest[found.end() :]


def _names_of_money(found: re.Match[str]) -> list[str | None]:
    groups = found.groupdict()
    return [groups.get(name) for name in ("cur", "unit", "cur2", "unit2")]


def _inside_word(text: str, found: re.Match[str]) -> bool:
    before, first = text[found.start() - 1 : found.start()], text[found.start()]
    return before.isascii() and before.isalnum() and first.isascii() and first.isalnum()


def _limits(kind: str, groups: dict[str, str | None]) -> tuple[Decimal | None, Decimal | None] | None:
    first = number(groups["num"] or "")
    if first is None or not 0 < first < _MOST:
        return None
    if kind == "range":
        second = number(groups["num2"] or "")
        return (min(first, second), max(first, second)) if second else None
    if kind == "around":
        return first * (1 - _AROUND), first * (1 + _AROUND)
    return (first, None) if kind == "min" else (None, first)


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money.parse(amount.quantize(Decimal("0.01")), currency)
