"""Messages: what was said in each turn, what was shown, and which tools were called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Row, insert, select, update

from ..event import Event
from .database import Database
from .events import add_events
from .tables import messages, sessions


class Turn(BaseModel):
    """One exchange. `frames` are all that was sent to the browser, so that it can be sent again. `time` is UTC ms."""

    model_config = ConfigDict(frozen=True)

    id: str
    session: str
    time: int
    text: str
    reply: str = ""
    language: str = "en"
    frames: list[dict[str, Any]] = []
    tools: list[dict[str, Any]] = []


class Messages:
    """Turns by id and by session."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_turn(self, turn: Turn, *, state: dict[str, Any] | None = None, events: Iterable[Event] = ()) -> None:
        """Store the turn, the state it leaves the conversation in and its events, in one transaction."""
        row = turn.model_dump()
        row["turn"] = row.pop("id")
        with self._database.write() as connection:
            connection.execute(insert(messages).values(row))
            if state is not None:
                change = update(sessions).where(sessions.c.id == turn.session)
                connection.execute(change.values(state=state, last_seen=turn.time))
            add_events(connection, events)

    def turn(self, turn_id: str) -> Turn | None:
        """The turn of that id, or None."""
        with self._database.read() as connection:
            row = connection.execute(select(messages).where(messages.c.turn == turn_id)).first()
        return _turn(row) if row else None

    def first(self, session_id: str) -> Turn | None:
        """The turn that the session began with, or None."""
        query = select(messages).where(messages.c.session == session_id).order_by(messages.c.time).limit(1)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return _turn(row) if row else None

    def turns(self, session_id: str, limit: int | None = None) -> list[Turn]:
        """The session's turns (the latest `limit` of them), oldest first."""
        query = select(messages).where(messages.c.session == session_id).order_by(messages.c.time.desc()).limit(limit)
        with self._database.read() as connection:
            return [_turn(row) for row in reversed(connection.execute(query).all())]


def _turn(row: Row[Any]) -> Turn:
    values = dict(row._mapping)
    values["id"] = values.pop("turn")
    return Turn.model_construct(**values)
