"""Sessions: one conversation each, known to the browser by a token whose hash alone is kept."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Row, delete, insert, select, update

from .database import Database
from .tables import sessions


class Session(BaseModel):
    """A conversation: who talks, in which language, through which key. Times are UTC milliseconds."""

    model_config = ConfigDict(frozen=True)

    id: str
    language: str | None = None
    key: str | None = None
    shopper: str | None = None
    consent: bool = False
    page: str | None = None
    created: int
    last_seen: int


class Sessions:
    """Sessions by id and by token, each with the state of its conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        *,
        language: str | None = None,
        key: str | None = None,
        shopper: str | None = None,
        consent: bool = False,
        page: str | None = None,
        session_id: str | None = None,
    ) -> tuple[Session, str]:
        """Begin a session; return it with its token, which cannot be read again."""
        token = secrets.token_urlsafe(32)
        now = time.time_ns() // 1_000_000
        session = Session(
            id=session_id or f"s_{secrets.token_urlsafe(12)}",
            language=language,
            key=key,
            shopper=shopper,
            consent=consent,
            page=page,
            created=now,
            last_seen=now,
        )
        with self._database.write() as connection:
            connection.execute(insert(sessions).values(**session.model_dump(), token_hash=_hash(token), state={}))
        return session, token

    def by_token(self, token: str) -> Session | None:
        """The session of that token, or None."""
        return self._one(sessions.c.token_hash == _hash(token))

    def get(self, session_id: str) -> Session | None:
        """The session of that id, or None."""
        return self._one(sessions.c.id == session_id)

    def touch(self, session_id: str, **fields: Any) -> None:
        """Note that the session is alive, and change the named fields."""
        now = time.time_ns() // 1_000_000
        with self._database.write() as connection:
            connection.execute(update(sessions).where(sessions.c.id == session_id).values(last_seen=now, **fields))

    def delete(self, session_id: str) -> None:
        """Forget the session with its messages and its cart."""
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.id == session_id))

    def state(self, session_id: str) -> dict[str, Any]:
        """The state of the conversation; empty before the first turn."""
        with self._database.read() as connection:
            return connection.scalar(select(sessions.c.state).where(sessions.c.id == session_id)) or {}

    def set_state(self, session_id: str, state: dict[str, Any]) -> None:
        """Keep the state of the conversation in place of the one before."""
        with self._database.write() as connection:
            connection.execute(update(sessions).where(sessions.c.id == session_id).values(state=state))

    def _one(self, condition: Any) -> Session | None:
        with self._database.read() as connection:
            row = connection.execute(select(sessions).where(condition)).first()
        return _session(row) if row else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _session(row: Row[Any]) -> Session:
    return Session(**{name: getattr(row, name) for name in Session.model_fields})
