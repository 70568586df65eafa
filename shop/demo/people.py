"""People: the demo shop's customers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from shop.shopper import Address, Shopper

from .tables import table

HOW_MANY = 300
_CHINESE = 0.45
_LETTERS = {"women": ("XS", "S", "S", "M", "M", "L"), "men": ("S", "M", "M", "L", "L", "XL")}
_SHOES = {"women": (36, 40), "men": (40, 45)}


def make_people(seed: int, today: date) -> tuple[Shopper, ...]:
    """The customers, C-1001 onwards; the same for a seed and a day."""
    rng = Random(f"{seed}/people")
    return tuple(_person(rng, number, today) for number in range(1001, 1001 + HOW_MANY))


def wears(shopper: Shopper) -> str:
    """Whether the customer buys "women" or "men" clothes for themselves, by what they told the shop."""
    return shopper.preferences["audience"][0].lower()


def _person(rng: Random, number: int, today: date) -> Shopper:
    language = "zh" if rng.random() < _CHINESE else "en"
    audience = rng.choice(("women", "women", "men"))
    given, family = (rng.choice(table("people")[language][part]) for part in ("given", "family"))
    name = f"{family}{given}" if language == "zh" else f"{given} {family}"
    since = datetime.combine(today, time(12), UTC) - timedelta(days=rng.randint(125, 900))
    return Shopper(
        id=f"C-{number}",
        name=name,
        email=f"customer{number}@example.com",
        language=language,
        addresses=tuple(_address(rng, language, name) for _ in range(rng.choice((1, 1, 1, 2)))),
        preferences={
            "audience": (audience.capitalize(),),
            "size": (rng.choice(_LETTERS[audience]),),
            "shoe size": (str(rng.randint(*_SHOES[audience])),),
        },
        created=since,
    )


def _address(rng: Random, language: str, name: str) -> Address:
    places = table("people")[language]
    city, region, postcode, country = rng.choice(places["cities"])
    street = rng.choice(places["streets"])
    house = rng.randint(1, 320)
    line = (
        f"{street}{house}号{rng.randint(1, 28)}{rng.choice('01')}{rng.randint(1, 9)}室"
        if language == "zh"
        else f"{house} {street}"
    )
    return Address(name=name, street=line, city=city, region=region, postcode=postcode, country=country)
