"""DemoShop: everything that the demo shop holds, generated and not yet stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shop.event import Event
from shop.order import Order
from shop.policy import Policy
from shop.product import Product
from shop.review import Review
from shop.shopper import Shopper

from .catalogue import make_products
from .day import DEFAULT_DAY
from .ordering import make_orders, make_returns
from .people import make_people
from .picture import draw_all
from .policies import make_policies
from .reviewing import make_reviews, with_ratings
from .simulator import simulate

NAME = "Marlow & Finch"


@dataclass(frozen=True)
class DemoShop:
    """A whole shop. `media` maps a file name under media/ to its SVG."""

    seed: int
    name: str
    products: tuple[Product, ...]
    reviews: tuple[Review, ...]
    policies: tuple[Policy, ...]
    shoppers: tuple[Shopper, ...]
    orders: tuple[Order, ...]
    events: tuple[Event, ...]
    media: dict[str, str]


def generate(seed: int = 7, today: date = DEFAULT_DAY) -> DemoShop:
    """The shop of a seed as it stands on a day: the same arguments give the same shop, to the byte."""
    made = make_products(seed, today)
    people = make_people(seed, today)
    reviews = make_reviews(made, people, seed, today)
    simulation = simulate(seed, today, made, people)
    orders = make_orders(simulation.purchases, seed, today)
    return DemoShop(
        seed=seed,
        name=NAME,
        products=with_ratings([each.product for each in made], reviews),
        reviews=tuple(reviews),
        policies=make_policies(),
        shoppers=people,
        orders=orders,
        events=tuple(sorted((*simulation.events, *make_returns(orders)), key=lambda event: event.time)),
        media=draw_all(made),
    )
