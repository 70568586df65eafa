"""Price: what a product of some kind plausibly costs."""

from __future__ import annotations

import math
from random import Random


def draw(rng: Random, low: int, high: int) -> float:
    """A price in dollars, log-normal within the band: most goods lie below its middle, few reach its ends."""
    centre = math.log(low) * 0.55 + math.log(high) * 0.45
    spread = (math.log(high) - math.log(low)) / 4.5
    for _ in range(20):
        value = math.exp(rng.gauss(centre, spread))
        if low <= value <= high:
            return value
    return math.exp(centre)


def grade(value: float, low: int, high: int) -> float:
    """Where in its band a price stands, 0 to 1, on the logarithmic scale."""
    return (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))


def charm(value: float) -> int:
    """The price a shop would print instead, in cents: 23.41 -> 22.99, 187 -> 189.00, 1243 -> 1249.00."""
    if value < 25:
        return max(199, round(value * 2) * 50 - 1)
    if value < 100:
        return round(value) * 100 - (1 if round(value) % 2 else 5)
    step = 10 if value < 1000 else 50
    return (round(value / step) * step - 1) * 100
