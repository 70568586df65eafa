"""Reviews: what buyers wrote, by product."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, func, select

from ..review import Review
from .database import Database
from .rows import batched, stamp, upsert
from .tables import reviews


class Reviews:
    """Reviews by id and by product."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Review]) -> int:
        """Store the reviews, each in place of the one before with its id; return how many."""
        rows = {item.id: item.model_dump() | {"time": stamp(item.time)} for item in items}
        with self._database.write() as connection:
            for batch in batched(rows.values(), 2000):
                upsert(connection, reviews, batch)
        return len(rows)

    def for_product(self, product_id: str, limit: int = 50) -> list[Review]:
        """The product's reviews, newest first."""
        query = (
            select(reviews).where(reviews.c.product == product_id).order_by(reviews.c.time.desc(), reviews.c.id).limit(limit)
        )
        with self._database.read() as connection:
            return [_review(row) for row in connection.execute(query)]

    def count(self) -> int:
        """How many reviews there are."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(reviews)) or 0


def _review(row: Row[Any]) -> Review:
    return Review.model_validate(dict(row._mapping))
