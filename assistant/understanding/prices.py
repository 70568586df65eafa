"""Prices: what an utterance says about money. A range grammar of our own, because no library knows "1.5k" or 199元以内."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from shop.money import Money

from .amounts import CURRENCY, DIGITS, NUMBER, POWERS, UNIT, foreign_to, number

_AROUND = Decimal("0.2")  # "around 100" is 80 to 120
_MOST = Decimal(10**9)

_A = rf"(?P<cur>{CURRENCY})?\s?(?P<num>{NUMBER})\s?(?P<unit>{UNIT})?"
_B = rf"(?P<cur2>{CURRENCY})?\s?(?P<num2>{NUMBER})\s?(?P<unit2>{UNIT})?"
# "24 in wide" and "24 in." are inches; in "under 24 in red" the price has ended.
_INCHES = r"in\b(?=\s*(?:$|[,.;!?)]|x\s?\d|by\b|wide|tall|high|long|deep|thick|screen|display|monitor|tv|laptop|tablet))"
# What follows a number that is no price.
_NO_PRICE = (
    rf"(?!\s?(?:\"|″|%|inch|{_INCHES}|cm|mm|km|m\b|ft|feet|mile|meter|metre|gb|tb|mb|kg|g\b|mg|ml|l\b|oz|lb|hz|ghz|w\b"
    r"|watt|v\b|mah|mp\b|p\b|px|k\b|star|review|year|month|week|day|hour|minute|second|people|person|piece|pair|pack|item|size|of\b|x\s?\d"
    r"|毫米|公斤|毫升|小时|分钟|厘米|英寸|平方|[个件双条台只款本瓶盒套张把岁寸码升克年月天号楼星斤人代米]|\d|\.\d|-\d))"
)
# Beside the name of a currency a number is money, whatever follows: "over $50 in stock".
_NOT_MONEY = rf"(?(cur)|(?(unit)|{_NO_PRICE}))"
_NOT_MONEY_2 = rf"(?(cur2)|(?(unit2)|{_NOT_MONEY}))"
_TO = r"\s*(?:-|–|—|~|to\b|到|至)\s*"
_AND = r"\s*(?:-|–|—|~|to\b|and\b|&|到|至)\s*"
_MAX_EN = (
    r"(?:under|below|less than|cheaper than|less expensive than|lower than|up to|no more than|at most|within|sub[- ]?"
    r"|max(?:imum)?(?:\.|:| of| price)*|budget(?: is| of)?:?|<=?|≤|spend(?: up to| less than)?)"
)
# "Not over 60" and "shouldn't cost more than 70" set the upper limit, not the lower.
_BESIDE = r"(?:(?:be|cost|costing|priced|go|going|spend|pay|to|much|any|anything|nothing|want)\s){0,2}?"
_NOT_MORE = rf"(?:(?:not?|never|nothing|none|\w+n.t)\s{_BESIDE}(?:more|over|above|higher|exceed)(?:\sexpensive)?(?:\sthan)?)"
_NOT_LESS = rf"(?:(?:not?|never|nothing|\w+n.t)\s{_BESIDE}(?:less|under|below|lower|cheaper)(?:\sthan)?)"
_MIN_EN = (
    r"(?:over|above|more (?:expensive )?than|higher than|at least|no less than|min(?:imum)?(?:\.|:| of| price| is)*"
    r"|starting (?:at|from)|upwards of|from|>=?|≥)"
)
_AROUND_EN = r"(?:around|about|approximately|approx\.?|roughly|circa|near(?:ly)?|something like|~)"
_MAX_ZH = (
    r"(?:不超过|(?:不要|别|不能|不可|不许)(?:超过|高于|多于)|低于|少于|最多|最高|不高于|不到|小于|便宜于|预算上限|价格上限|预算|控制在|顶多)"
    r"(?:是|在|为|有|花|就|给)?"
)
_MIN_ZH = r"(?<![不要别能])(?:高于|超过|大于|至少|起码|不低于|不少于|最少|最低|多于)"
_AROUND_ZH = r"(?:大概|大约|差不多|约|接近)"
_DIGIT, _POWER, _YUAN = "[一二两三四五六七八九]", "[十百千万]", "(?P<unit>块钱|块|元)"
_END = r"(?=\s*(?:$|[,.;!?，。；！？的]))"

_RULES = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("range", rf"(?:between|from|within)\s+{_A}{_AND}{_B}{_NOT_MONEY_2}"),
        ("range", rf"(?:预算|价格|价位|price(?:d| range)?:?)(?:是|在|为)?\s?{_A}{_TO}{_B}(?:之间|左右)?{_NOT_MONEY_2}"),
        ("range", rf"{_A}{_TO}{_B}(?:之间|以内|左右)"),
        ("range", rf"(?:价格|价位)?(?:在|介于)?\s?{_A}\s*[和与跟]\s*{_B}\s*之间"),
        ("range", rf"{_A}\s*(?:to\b|到|至)\s*{_B}{_END}"),
        ("range", rf"^{_A}\s*(?:-|–|—|~)\s*{_B}{_END}"),
        ("money range", rf"{_A}{_TO}{_B}{_NOT_MONEY_2}"),
        ("money range", rf"{_A}\s*or\s*{_B}{_NOT_MONEY_2}"),
        ("steps", rf"(?P<num>{_DIGIT})(?P<num2>{_DIGIT})(?P<power>{_POWER})(?:{_YUAN})?(?:左右|上下|的)?"),
        ("tens", rf"几(?P<power>{_POWER}){_YUAN}"),
        ("some", rf"(?P<num>{_DIGIT}?{_POWER})[多几]{_YUAN}"),
        ("around", rf"(?P<num>{_DIGIT}?{_POWER})来{_YUAN}"),
        ("max", rf"(?:超过|高于|多于)\s?{_A}的?(?:不要|不考虑|不看)"),
        ("min", rf"(?:低于|少于|不到)\s?{_A}的?(?:不要|不考虑|不看)"),
        ("max", rf"{_NOT_MORE}\s*{_A}{_NOT_MONEY}"),
        ("min", rf"{_NOT_LESS}\s*{_A}{_NOT_MONEY}"),
        ("min", rf"{_MIN_EN}\s*{_A}{_NOT_MONEY}(?:\s*\b(?:and\s+)?up(?:wards?)?\b)?"),
        ("min", rf"{_MIN_ZH}\s?{_A}{_NOT_MONEY}"),
        ("min", rf"{_A}\s?(?:或?以上|往上|起步|起|\+|and up|or more|or higher|(?:and|or) above|min(?:imum)?\b)"),
        ("max", rf"{_A}\s?(?:以内|以下|之内|之下|内|封顶|or less|or under|or below|max\b|tops\b)"),
        ("around", rf"(?:{_AROUND_ZH}|预算)?(?:是|在|为)?\s?{_A}\s?(?:左右|上下|出头|ish\b|or so\b)"),
        ("max", rf"{_MAX_EN}\s*{_A}{_NOT_MONEY}"),
        ("max", rf"{_MAX_ZH}\s?{_A}{_NOT_MONEY}"),
        ("around", rf"{_AROUND_EN}\s*{_A}{_NOT_MONEY}"),
        ("around", rf"{_AROUND_ZH}\s?{_A}{_NOT_MONEY}"),
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
        groups = found.groupdict()
        limits = _limits(kind.removeprefix("money "), groups)
        if limits is None:
            continue
        spans.append((found.start(), found.start() + len(found.group().rstrip())))
        foreign = foreign or foreign_to(currency, *_names_of_money(groups))
        if foreign is None:
            low, high = limits[0] or low, limits[1] or high
    return Prices(_money(low, currency), _money(high, currency), tuple(spans), foreign)


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    # Rules from the most telling to the least; what one has read, no later one reads again.
    rest = text
    for kind, pattern in _RULES:
        for found in pattern.finditer(rest):
            if _inside_word(rest, found) or (kind.startswith("money") and not any(_names_of_money(found.groupdict()))):
                continue
            yield kind, found
            rest = rest[: found.start()] + " " * (found.end() - found.start()) + rest[found.end() :]


def _names_of_money(groups: dict[str, str | None]) -> list[str | None]:
    return [groups.get(name) for name in ("cur", "unit", "cur2", "unit2")]


def _inside_word(text: str, found: re.Match[str]) -> bool:
    # Neither inside "q6511x" nor after the dash of "hl-2270".
    before, first = text[max(0, found.start() - 2) : found.start()], text[found.start()]
    if not (first.isascii() and first.isalnum()) or not before.isascii():
        return False
    return before[-1:].isalnum() or (before[-1:] in ("-", ".", "/") and before[:1].isalnum())


def _limits(kind: str, groups: dict[str, str | None]) -> tuple[Decimal | None, Decimal | None] | None:
    if "power" in groups:
        return _stepped(groups)
    first = number(groups["num"] or "")
    if first is None or not 0 < first < _MOST:
        return None
    if kind == "range":
        second = number(groups["num2"] or "")
        return (min(first, second), max(first, second)) if second else None
    if kind == "around":
        return first * (1 - _AROUND), first * (1 + _AROUND)
    if kind == "some":  # 一百多块 is 100 to 200, 十几块 10 to 20
        return first, first + POWERS[(groups["num"] or "")[-1]]
    return (first, None) if kind == "min" else (None, first)


def _stepped(groups: dict[str, str | None]) -> tuple[Decimal, Decimal] | None:
    # 两三百 is 200 to 300, 几十块 is 10 to 100.
    power = Decimal(POWERS[groups["power"] or ""])
    first, second = (DIGITS.get(groups.get(name) or "", 0) for name in ("num", "num2"))
    if not first:
        return power, 10 * power
    return (first * power, second * power) if second == first + 1 else None


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money.parse(amount.quantize(Decimal("0.01")), currency)
