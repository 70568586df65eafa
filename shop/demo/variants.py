"""Variants: every colour in every size, each with its own stock and price."""

from __future__ import annotations

from itertools import product as pairs
from random import Random

from shop.money import Money
from shop.product import Variant

from .bilingual import Both, slug
from .color import Color
from .draft import Draft
from .line import Option
from .price import charm
from .sizes import sizes

CURRENCY = "USD"
_SOLD_OUT = 0.09  # of variants
_GONE = 0.015  # of products, in every variant
_ON_SALE = 0.23  # of products


def choice(draft: Draft, rng: Random) -> Option | None:
    """What a shopper chooses beside the colour, or None."""
    if draft.style.sizes:
        return Option("size", sizes(rng, draft.style.sizes, draft.audience))
    return draft.style.option


def make_variants(draft: Draft, seed: int) -> tuple[tuple[Variant, ...], Option | None]:
    """The variants of a product, and the choice they are made from."""
    rng = Random(f"{seed}/{draft.id}/variants")
    option = choice(draft, rng)
    discount = rng.choice((0.1, 0.15, 0.2, 0.25, 0.3, 0.4)) if rng.random() < _ON_SALE else 0.0
    plenty = 0.0 if rng.random() < _GONE else rng.lognormvariate(2.4, 0.6)
    steps: list[tuple[int, Both | None]] = [*enumerate(option.values)] if option else [(0, None)]
    made = []
    for color, (step, value) in pairs(draft.colors, steps):
        price = charm(draft.minor * (1 + step * option.step) / 100) if option and step and option.step else draft.minor
        was = charm(price / 100 / (1 - discount)) if discount else None
        made.append(_variant(draft, color, option, value, price, was, _stock(rng, plenty)))
    return tuple(made), option


def _variant(
    draft: Draft, color: Color, option: Option | None, value: Both | None, price: int, was: int | None, stock: int
) -> Variant:
    options = {"color": color.name.en} if len(draft.colors) > 1 else {}
    if option and value:
        options[option.name] = value.en
    return Variant(
        id="-".join((draft.id, *map(slug, options.values()))),
        price=Money(minor=price, currency=CURRENCY),
        list_price=Money(minor=was, currency=CURRENCY) if was and was > price else None,
        stock=stock,
        options=options,
        image=image(draft, color),
    )


def image(draft: Draft, color: Color) -> str:
    """The name of the picture of the product in a colour, under the data folder."""
    return f"media/{draft.style.shape}-{draft.look}-{slug(color.name.en)}.svg"


def _stock(rng: Random, plenty: float) -> int:
    if not plenty or rng.random() < _SOLD_OUT:
        return 0
    return max(1, round(plenty * rng.lognormvariate(0, 0.7)))
