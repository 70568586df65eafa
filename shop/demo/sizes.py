"""Sizes: what clothes and shoes come in, by whom they are for."""

from __future__ import annotations

from random import Random

from .bilingual import Both, both

_LETTERS = {"women": ("XS", "S", "M", "L", "XL"), "kids": ("4Y|4岁", "6Y|6岁", "8Y|8岁", "10Y|10岁", "12Y|12岁")}
_OTHER_LETTERS = ("S", "M", "L", "XL", "XXL")
_SHOES = {"men": (39, 46), "women": (36, 41), "kids": (28, 35)}
_OTHER_SHOES = (36, 46)


def sizes(rng: Random, system: str, audience: str | None) -> tuple[Both, ...]:
    """The sizes that one product comes in: all of its system, or all but one at an end."""
    whole = _shoes(audience) if system == "shoes" else _LETTERS.get(audience or "", _OTHER_LETTERS)
    start, end = rng.choice(((0, 0), (0, 0), (1, 0), (0, 1)))
    return tuple(both(size) for size in whole[start : len(whole) - end])


def _shoes(audience: str | None) -> tuple[str, ...]:
    first, last = _SHOES.get(audience or "", _OTHER_SHOES)
    return tuple(str(size) for size in range(first, last + 1))
