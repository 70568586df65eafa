"""Facts: what is true of the shop as a whole: its name, its currency, its languages."""

from __future__ import annotations

from sqlalchemy import select

from .database import Database
from .rows import upsert
from .tables import facts


class Facts:
    """Short texts by name.

    `shop_name`, `currency`, `languages` ("en,zh"), `demo`, `seed`, `routes`, `trained` (the newest event then),
    `forgotten` ("1": somebody is, and the ranker has to be trained again).
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        """The fact of that name, or None."""
        with self._database.read() as connection:
            return connection.scalar(select(facts.c.value).where(facts.c.name == name))

    def set(self, name: str, value: str) -> None:
        """Remember a fact in place of the one before."""
        with self._database.write() as connection:
            upsert(connection, facts, [{"name": name, "value": value}])
