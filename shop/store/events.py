"""Events: the log of what shoppers did. Rankers learn from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, func, insert, or_, select

from ..event import Event, Kind
from .database import Database
from .rows import batched, insert_new
from .tables import events


class Events:
    """An append-only log. An event whose idempotency key is there already is not added again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, items: Iterable[Event]) -> int:
        """Append the events in one transaction; return how many were new."""
        with self._database.write() as connection:
            return add_events(connection, items)

    def iterate(self, kinds: Collection[Kind] | None = None, since: int = 0, batch: int = 10_000) -> Iterator[list[Event]]:
        """Events from `since` (UTC ms) on in the order of time, in lists of at most `batch`."""
        time, last = since, 0
        while True:
            after = or_(events.c.time > time, and_(events.c.time == time, events.c.id > last))
            query = select(events).where(after).order_by(events.c.time, events.c.id).limit(batch)
            rows = self._rows(query.where(events.c.kind.in_(kinds)) if kinds else query)
            if not rows:
                return
            yield [_event(row) for row in rows]
            time, last = rows[-1].time, rows[-1].id

    def for_session(self, session_id: str) -> list[Event]:
        """The session's events, oldest first."""
        query = select(events).where(events.c.session == session_id).order_by(events.c.time, events.c.id)
        return [_event(row) for row in self._rows(query)]

    def erase(self, shopper_id: str) -> int:
        """Remove the shopper's events; return how many there were."""
        with self._database.write() as connection:
            return connection.execute(delete(events).where(events.c.shopper == shopper_id)).rowcount

    def for_shopper(self, shopper_id: str, limit: int | None = 200, kinds: Collection[Kind] | None = None) -> list[Event]:
        """The shopper's latest events, oldest first; all of them without a limit."""
        query = (
            select(events).where(events.c.shopper == shopper_id).order_by(events.c.time.desc(), events.c.id.desc()).limit(limit)
        )
        return [_event(row) for row in reversed(self._rows(query.where(events.c.kind.in_(kinds)) if kinds else query))]

    def count(self) -> int:
        """How many events there are."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(events)) or 0

    def seq(self) -> int:
        """The number of the newest event; 0 before the first."""
        with self._database.read() as connection:
            return connection.scalar(select(func.max(events.c.id))) or 0

    def latest(self) -> int:
        """When the newest one happened, UTC ms; 0 before the first."""
        with self._database.read() as connection:
            return connection.scalar(select(func.max(events.c.time))) or 0

    def _rows(self, query: Select[Any]) -> list[Row[Any]]:
        with self._database.read() as connection:
            return list(connection.execute(query).all())


def add_events(connection: Connection, items: Iterable[Event]) -> int:
    """Append the events inside a transaction that somebody else has opened; return how many were new."""
    new = 0
    listed = list(items)
    keyed = [item for item in listed if item.idempotency_key]
    for batch in batched((item.model_dump() for item in listed if not item.idempotency_key), 5000):
        connection.execute(insert(events), batch)
        new += len(batch)
    return new + sum(insert_new(connection, events, batch) for batch in batched((item.model_dump() for item in keyed), 5000))


def _event(row: Row[Any]) -> Event:
    values = dict(row._mapping)
    del values["id"]
    return Event.model_construct(**values)
