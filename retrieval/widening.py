"""Widening: the nearest that a hard wish may stand for, when nothing satisfies the wish itself.

A price limit moves by a fifth, a size or a measure goes to the next ones that the shop has, a colour or a material to its
family, a category to the one above it. A brand, a rating, stock and plain words have nothing near that could stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from shop.money import Money
from shop.need import Need, Wish

from .lexicon import lexicon
from .masks import ANY, RATING
from .segment import Segment
from .tokens import fold, key
from .vocabulary import Vocabulary

_OVER = 20  # percent by which a price may miss its limit
_FAR = 2.0  # times a measure: what is further away is another thing
_STEP = 1.0  # between two neighbouring sizes without a unit, as of shoes
_FAMILIES = ("color", "material")
# Another brand is no near brand, and 110 V is no near 220 V.
_ALONE = frozenset((ANY, RATING, "brand", "audience", "occasion", "voltage", "model", "series", "compatibility", "author"))
_LADDER = (
    ("xxs", "2xs"),
    ("xs", "extra small"),
    ("s", "small", "小码", "小号", "小"),
    ("m", "medium", "中码", "中号", "中"),
    ("l", "large", "大码", "大号", "大"),
    ("xl", "extra large", "加大码", "加大号"),
    ("xxl", "2xl", "特大码"),
    ("xxxl", "3xl"),
    ("4xl", "xxxxl"),
    ("5xl",),
)
_RUNG = {name: place for place, names in enumerate(_LADDER) for name in names}
# What is measured, and each unit of it with how many of the smallest one it is.
_MEASURES = {
    "data": {"mb": 1.0, "gb": 1024.0, "tb": 1024.0**2},
    "volume": {"ml": 1.0, "毫升": 1.0, "cl": 10.0, "l": 1000.0, "升": 1000.0},
    "weight": {"g": 1.0, "克": 1.0, "kg": 1000.0, "千克": 1000.0, "公斤": 1000.0},
    "ounces": {"oz": 1.0, "lb": 16.0, "lbs": 16.0},
    "length": {"mm": 1.0, "毫米": 1.0, "cm": 10.0, "厘米": 10.0, "m": 1000.0, "米": 1000.0},
    "inches": {"in": 1.0, "inch": 1.0, "inches": 1.0, '"': 1.0, "″": 1.0, "寸": 1.0, "英寸": 1.0, "ft": 12.0},
    "power": {"w": 1.0, "瓦": 1.0, "kw": 1000.0},
    "charge": {"mah": 1.0, "毫安时": 1.0},
}
_UNITS = {unit: (measure, worth) for measure, units in _MEASURES.items() for unit, worth in units.items()}
_MEASURE = re.compile(r"(?:(?P<before>[a-z]{1,4})\s*)?(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[a-z\"″]*|[\u4e00-\u9fff]{0,3})")

Measure = tuple[str, float]  # what is measured, and how much of it


def widened(need: Need, vocabulary: Vocabulary, segments: Sequence[Segment], firm: Collection[str] = ()) -> Need:
    """The Need with every wish as wide as it may be taken; a wish about a `firm` attribute, or without anything near, stays."""
    wishes = {name: price for name, price in _prices(need).items() if name not in firm}
    if need.picked_category and "category" not in firm:
        wishes["picked_category"] = _above(need.picked_category, vocabulary, segments) or need.picked_category
    must = tuple(wish if wish.attribute in firm else _wider(wish, vocabulary, segments) for wish in need.must)
    return need.model_copy(update={**wishes, "must": must})


def _prices(need: Need) -> dict[str, object]:
    prices: dict[str, object] = {}
    for name, price, percent in (("price_max", need.price_max, 100 + _OVER), ("price_min", need.price_min, 100 - _OVER)):
        if price is not None:
            # Rounded down: a limit of 79.99 reaches 95.98, never a cent more than a fifth.
            prices[name] = Money(minor=price.minor * percent // 100, currency=price.currency)
    return prices


def _wider(wish: Wish, vocabulary: Vocabulary, segments: Sequence[Segment]) -> Wish:
    if wish.attribute in _ALONE:
        return wish
    if wish.attribute in _FAMILIES:
        values = [family for value in wish.values for family in _families(wish.attribute, value)]
    elif wish.attribute == "category":
        values = [above for value in wish.values if (above := _above(value, vocabulary, segments))]
    else:
        values = list(_neighbours(wish, vocabulary.values(wish.attribute)))
    return wish.model_copy(update={"values": tuple(dict.fromkeys(values))}) if values else wish


def _families(kind: str, value: str) -> Iterator[str]:
    # "navy" belongs to blue; "storm blue", of which nobody has heard, as well.
    entry = lexicon().get(value)
    if entry is not None and entry.kind == kind:
        yield from entry.families
        return
    for found in reversed(lexicon().find(value)):
        if found.entry.kind == kind:
            yield found.entry.english[0]
            return


def _above(category: str, vocabulary: Vocabulary, segments: Sequence[Segment]) -> str | None:
    # The smallest category that holds all of this one's goods and others as well.
    named, own = key(category), 0
    inside: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for segment in segments:
        attribute = segment.columns.attribute("category")
        if attribute is None:
            continue
        mask = attribute.being(named)
        own += int(mask.sum())
        for name, places in attribute.places().items():
            inside[name] = inside.get(name, 0) + int(mask[places].sum())
            sizes[name] = sizes.get(name, 0) + len(places)
    above = [name for name, held in inside.items() if own and held == own and sizes[name] > own]
    found = min(above, key=lambda name: (sizes[name], name), default=None)
    return next((value for value in vocabulary.values("category") if key(value) == found), found)


def _neighbours(wish: Wish, values: Sequence[str]) -> Iterator[str]:
    # The next ones down and up, as the shop writes them; what is wished for need not be among them.
    for value in wish.values:
        own = _measured(value)
        if own is None or (not _has_unit(own) and wish.attribute != "size"):
            continue
        others = {other: found for other in values if (found := _measured(other)) and found[0] == own[0] and found[1] != own[1]}
        near = {other: found[1] for other, found in others.items() if _is_near(own, found[1])}
        for side in (-1, 1):
            those = {other: amount for other, amount in near.items() if (amount - own[1]) * side > 0}
            nearest = min((abs(amount - own[1]) for amount in those.values()), default=None)
            yield from (other for other, amount in those.items() if abs(amount - own[1]) == nearest)


def _measured(value: str) -> Measure | None:
    text = " ".join(fold(value).split())
    if text in _RUNG:
        return "ladder", float(_RUNG[text])
    found = _MEASURE.fullmatch(text)
    if found is None:
        return None
    unit, amount = found["unit"], float(found["number"])
    if unit in _UNITS and not found["before"]:
        measure, worth = _UNITS[unit]
        return measure, amount * worth
    return (f"number {found['before'] or ''}", amount) if unit in ("", "码", "号") else None


def _has_unit(measure: Measure) -> bool:
    return not measure[0].startswith(("number", "ladder"))


def _is_near(own: Measure, amount: float) -> bool:
    if _has_unit(own):
        return own[1] / _FAR <= amount <= own[1] * _FAR
    return abs(amount - own[1]) <= _STEP
