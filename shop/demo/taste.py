"""Taste: what a simulated customer secretly likes, and how much a product pleases them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from shop.shopper import Shopper

from .catalogue import Made
from .line import Line
from .people import wears
from .tables import table

_OF_BRAND = 1.7
_OF_COLOR = 1.0
_OF_PRICE = 3.5  # lost from one end of the price band to the other
_WRONG_AUDIENCE = 5.0


@dataclass(frozen=True)
class Taste:
    """The hidden truth about one customer. Names are English, as in the catalogue."""

    shopper: str
    lines: Mapping[str, float]  # line id -> share of their sessions, adding up to 1
    brands: frozenset[str]
    colors: frozenset[str]
    price_level: float  # 0 likes the cheapest of a kind, 1 the dearest
    audience: str  # "women" or "men"
    has_kids: bool
    follows_up: float  # probability of going on to the complement of the last purchase
    activity: float  # sessions compared with the average customer

    def pleasure(self, made: Made) -> float:
        """How much the product pleases, in logits; 0 is indifferent."""
        draft = made.draft
        colors = {color.name.en for color in draft.colors}
        return (
            _OF_BRAND * (draft.brand.en in self.brands)
            + _OF_COLOR * bool(draft.line.colored and colors & self.colors)
            - _OF_PRICE * abs(draft.grade - self.price_level)
            + 0.7 * math.log(draft.fame)
            + 0.8 * (draft.appeal - 4.1)
            - (0 if self.may_wear(draft.audience) else _WRONG_AUDIENCE)
        )

    def may_wear(self, audience: str | None) -> bool:
        """Whether the customer shops for that audience."""
        return audience in {None, "unisex", "seniors", self.audience} or (audience == "kids" and self.has_kids)


def draw_taste(shopper: Shopper, lines: Sequence[Line], seed: int) -> Taste:
    """The taste of a customer, the same for the same seed."""
    rng = Random(f"{seed}/{shopper.id}/taste")
    favourites = rng.sample(lines, 7)
    shares = [rng.random() ** 2 + 0.15 for _ in favourites]
    brands = sorted({brand.en for line in favourites for style in line.styles for brand in style.brands})
    return Taste(
        shopper=shopper.id,
        lines={line.id: share / sum(shares) for line, share in zip(favourites, shares, strict=True)},
        brands=frozenset(rng.sample(brands, max(2, len(brands) // 4))),
        colors=frozenset(rng.sample(sorted(table("colors")), 6)),
        price_level=min(0.95, max(0.05, rng.gauss(0.42, 0.2))),
        audience=wears(shopper),
        has_kids=rng.random() < 0.35,
        follows_up=rng.uniform(0.2, 0.7),
        activity=rng.lognormvariate(-0.2, 0.65),
    )
