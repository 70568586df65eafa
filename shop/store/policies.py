"""Policies: what the shop promises, in its own words."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from ..policy import Policy
from .database import Database
from .rows import upsert
from .tables import policies


class Policies:
    """Policy passages by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Policy]) -> int:
        """Store the passages, each in place of the one before with its id; return how many."""
        rows = {item.id: item.model_dump() for item in items}
        with self._database.write() as connection:
            upsert(connection, policies, list(rows.values()))
        return len(rows)

    def all(self, language: str | None = None) -> list[Policy]:
        """Every passage, or those in one language, in the order of their ids."""
        query = select(policies).order_by(policies.c.id)
        if language:
            query = query.where(policies.c.language == language)
        with self._database.read() as connection:
            return [Policy.model_validate(dict(row._mapping)) for row in connection.execute(query)]
