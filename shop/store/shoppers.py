"""Shoppers: the customers the shop knows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from ..shopper import Shopper
from .database import Database
from .rows import batched, upsert
from .tables import shoppers


class Shoppers:
    """Shoppers by the shop's own customer id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Shopper]) -> int:
        """Store the shoppers, each in place of the one before with its id; return how many."""
        rows = {item.id: item.model_dump(mode="json") for item in items}
        with self._database.write() as connection:
            for batch in batched(rows.values(), 2000):
                upsert(connection, shoppers, batch)
        return len(rows)

    def get(self, shopper_id: str) -> Shopper | None:
        """The shopper of that id, or None."""
        with self._database.read() as connection:
            row = connection.execute(select(shoppers).where(shoppers.c.id == shopper_id)).first()
        return Shopper.model_validate(dict(row._mapping)) if row else None

    def count(self) -> int:
        """How many shoppers there are."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(shoppers)) or 0
