"""Filters: wishes that somebody set by hand, beside those that stand in the words. They are hard, and never given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shop.errors import UserError
from shop.money import Money
from shop.need import Need, Wish

from .masks import RATING

_LARGEST = 10**12  # of a price in major units
_SPELLINGS = {"colour": "color"}


@dataclass(frozen=True)
class Filters:
    """What was set. `must` and `must_not` are "attribute:value"; several values of one attribute are either-or."""

    price_min: str | None = None
    price_max: str | None = None
    brand: Sequence[str] = ()
    category: str | None = None
    in_stock: bool | None = None
    rating_min: float | None = None
    must: Sequence[str] = field(default=())
    must_not: Sequence[str] = field(default=())

    def applied(self, need: Need, currency: str) -> Need:
        """The Need with these wishes; what is set replaces what the words say of the same thing. Raises UserError."""
        low, high = _money(self.price_min, currency, "lowest"), _money(self.price_max, currency, "highest")
        if low and high and low.minor > high.minor:
            raise UserError(f"The lowest price ({low.text()}) is above the highest ({high.text()}); exchange the two.")
        wishes = _wishes(self.must)
        if self.rating_min is not None:
            wishes.append(_rating(self.rating_min))
        named = {wish.attribute for wish in wishes}
        set_: dict[str, object] = {
            "must": (*(wish for wish in need.must if wish.attribute not in named), *wishes),
            "must_not": (*need.must_not, *_wishes(self.must_not)),
        }
        prices = {"price_min": low, "price_max": high} if low or high else {}
        given = {"brand": tuple(self.brand), "picked_category": self.category, "in_stock": self.in_stock}
        return need.model_copy(update={**set_, **prices, **{name: value for name, value in given.items() if value}})

    def firm(self) -> frozenset[str]:
        """The attributes that these are about."""
        named = {wish.attribute for wish in _wishes(self.must)}
        given = {
            "price_min": self.price_min,
            "price_max": self.price_max,
            "brand": self.brand,
            "category": self.category,
            "in_stock": self.in_stock,
            RATING: self.rating_min is not None,
        }
        return frozenset(named | {name for name, value in given.items() if value})


def _wishes(pairs: Iterable[str]) -> list[Wish]:
    values: dict[str, list[str]] = {}
    for pair in pairs:
        name, colon, value = pair.partition(":")
        if not colon or not name.strip() or not value.strip():
            raise UserError(f"“{pair[:60]}” is no filter; write attribute:value, as in color:black.")
        name = name.strip().lower().replace(" ", "_")
        values.setdefault(_SPELLINGS.get(name, name), []).append(value.strip()[:100])
    return [Wish(attribute=name, values=tuple(those)) for name, those in values.items()]


def _rating(stars: float) -> Wish:
    if not 0 <= stars <= 5:  # also refuses what is no number
        raise UserError(f"A rating of {stars} cannot be asked for; stars go from 0 to 5.")
    return Wish(attribute=RATING, values=(f"{stars:g}",))


def _money(text: str | None, currency: str, which: str) -> Money | None:
    if text is None or not text.strip():
        return None
    try:
        money = Money.parse(text, currency)
    except ValueError:
        raise UserError(f"“{text[:40]}” is no price; write the {which} price as a number, as in 49.90.") from None
    if not 0 <= money.major <= _LARGEST:
        raise UserError(f"The {which} price cannot be {text[:40]}; write a number that is not below zero.")
    return money
