"""Orders: what shoppers bought."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from ..order import Order
from .database import Database
from .rows import batched, stamp, upsert
from .tables import orders


class Orders:
    """Orders by id and by shopper."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Order]) -> int:
        """Store the orders, each in place of the one before with its id; return how many."""
        rows = {
            item.id: {
                "id": item.id,
                "shopper": item.shopper,
                "placed": stamp(item.placed),
                "body": item.model_dump(mode="json"),
            }
            for item in items
        }
        with self._database.write() as connection:
            for batch in batched(rows.values(), 2000):
                upsert(connection, orders, batch)
        return len(rows)

    def get(self, order_id: str) -> Order | None:
        """The order of that id, or None."""
        with self._database.read() as connection:
            body = connection.scalar(select(orders.c.body).where(orders.c.id == order_id))
        return Order.model_validate(body) if body else None

    def for_shopper(self, shopper_id: str) -> list[Order]:
        """The shopper's orders, newest first."""
        query = select(orders.c.body).where(orders.c.shopper == shopper_id).order_by(orders.c.placed.desc())
        with self._database.read() as connection:
            return [Order.model_validate(body) for body in connection.scalars(query)]

    def count(self) -> int:
        """How many orders there are."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(orders)) or 0
