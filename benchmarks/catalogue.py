"""A catalogue of any size for measuring, generated from a seed; a part of its prices, colours, brands and stocks is unknown."""

from __future__ import annotations

import random
from collections.abc import Iterator

from shop.money import Money
from shop.product import Product, Variant

COLORS = ("Black", "White", "Red", "Navy Blue", "Green", "Silver", "Beige", "Purple")
MATERIALS = ("Leather", "Cotton", "Steel", "Oak", "Glass", "Nylon")
KINDS = {
    "Shoes": ("hiking boots", "running shoes", "sandals", "slippers"),
    "Kitchen": ("electric kettle", "frying pan", "chef knife", "toaster"),
    "Electronics": ("wireless headphones", "tablet", "laptop", "phone case", "keyboard"),
    "Home": ("desk lamp", "office chair", "bookshelf", "curtains", "rug"),
    "Bags": ("backpack", "suitcase", "tote bag", "wallet"),
}
EXTRAS = (
    "waterproof",
    "foldable",
    "compact",
    "large",
    "quiet",
    "portable",
    "classic",
    "handmade",
    "adjustable",
    "wide",
    "soft",
)
STEMS = ("Nor", "Tal", "Ves", "Kor", "Lum", "Bel", "Ary", "Dun", "Fen", "Gal")
ENDS = ("dex", "mora", "vik", "ton", "ella", "ro", "stad", "quin")
BRANDS = tuple(stem + end for stem in STEMS for end in ENDS)


def products(count: int, seed: int = 7) -> Iterator[Product]:
    """That many products with one to three variants each."""
    chance = random.Random(seed)
    kinds = [(category, kind) for category, those in KINDS.items() for kind in those]
    for number in range(count):
        yield _product(chance, number, *chance.choice(kinds))


def _product(chance: random.Random, number: int, category: str, kind: str) -> Product:
    brand = chance.choice(BRANDS) if chance.random() < 0.9 else None
    extras = chance.sample(EXTRAS, 2)
    words = [brand or "", *extras, kind, f"{chance.choice('ABKTX')}{chance.randint(100, 9999)}"]
    colors = chance.sample(COLORS, chance.randint(1, 3)) if chance.random() < 0.8 else []
    attributes = {"material": (chance.choice(MATERIALS),)} if chance.random() < 0.7 else {}
    return Product(
        id=f"g-{number}",
        title=" ".join(word for word in words if word).title(),
        description=f"A {' and '.join(extras)} choice for every day.",
        category=(category, kind.title()),
        brand=brand,
        attributes=attributes,
        variants=tuple(_variant(chance, f"g-{number}-{place}", color) for place, color in enumerate(colors or [None])),
        rating=round(chance.uniform(2.5, 5), 1) if chance.random() < 0.8 else None,
        reviews=chance.randint(1, 500),
    )


def _variant(chance: random.Random, id_: str, color: str | None) -> Variant:
    price = Money(minor=int(chance.lognormvariate(8.5, 0.9)), currency="USD") if chance.random() < 0.9 else None
    stock = chance.choice((0, 1, 5, 40)) if chance.random() < 0.9 else None
    return Variant(id=id_, price=price, stock=stock, options={"color": color} if color else {})
