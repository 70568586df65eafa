"""Ordering: what customers bought, as orders that have come more or less far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from shop.cart import total
from shop.event import Event
from shop.money import Money
from shop.order import Order, OrderLine, Status

from .simulator import Purchase

_CARRIERS = {
    "CN": ("Swift Crane Express", "SC"),
    "US": ("Bluebird Parcel", "BB"),
    "CA": ("Bluebird Parcel", "BB"),
    "GB": ("Grey Fox Post", "GF"),
}
_AGES: tuple[tuple[float, tuple[Status, ...]], ...] = (  # an order younger than so many days is in one of these
    (1.2, ("pending", "paid", "paid", "packed")),
    (3, ("paid", "packed", "packed", "shipped", "cancelled")),
    (7, ("shipped", "shipped", "shipped", "delivered", "cancelled")),
    (35, ("delivered",) * 15 + ("return_requested", "return_requested", "returned", "refunded", "cancelled")),
)
_OLD: tuple[Status, ...] = ("delivered",) * 24 + ("returned", "refunded", "cancelled")
_SENT = {"shipped", "delivered", "return_requested", "returned", "refunded"}
_ARRIVED = _SENT - {"shipped"}


def make_orders(purchases: Sequence[Purchase], seed: int, today: date) -> tuple[Order, ...]:
    """One order for each purchase, oldest first, numbered from MF100001."""
    rng = Random(f"{seed}/orders")
    midnight = datetime.combine(today, time(0), UTC)
    return tuple(_order(rng, number, each, midnight) for number, each in enumerate(purchases, 100001))


def make_returns(orders: Sequence[Order]) -> tuple[Event, ...]:
    """The events of what came back."""
    came_back = [order for order in orders if order.status in {"returned", "refunded"} and order.delivered]
    return tuple(_return(order) for order in came_back)


def _order(rng: Random, number: int, purchase: Purchase, midnight: datetime) -> Order:
    age = (midnight - purchase.time) / timedelta(days=1)
    status = rng.choice(next((choices for days, choices in _AGES if age < days), _OLD))
    address = rng.choice(purchase.shopper.addresses)
    carrier, prefix = _CARRIERS[address.country]
    language = purchase.shopper.language or "en"
    lines = [
        OrderLine(
            product=made.product.id,
            variant=variant.id,
            title=made.product.title_in(language),
            quantity=count,
            price=variant.price,
        )
        for made, variant, count in purchase.lines
    ]
    return Order(
        id=f"MF{number}",
        shopper=purchase.shopper.id,
        status=status,
        placed=purchase.time,
        lines=tuple(lines),
        total=total([(line.price, line.quantity) for line in lines if line.price]) or Money(minor=0, currency="USD"),
        address=address,
        tracking=f"{prefix}{rng.randrange(10**9, 10**10)}" if status in _SENT else None,
        carrier=carrier if status in _SENT else None,
        delivered=min(midnight, purchase.time + timedelta(days=rng.uniform(2, 5))) if status in _ARRIVED else None,
    )


def _return(order: Order) -> Event:
    when = (order.delivered or order.placed) + timedelta(hours=8)
    line = order.lines[0]
    return Event(
        kind="return",
        time=int(when.timestamp() * 1000),
        shopper=order.shopper,
        product=line.product,
        variant=line.variant,
    )
