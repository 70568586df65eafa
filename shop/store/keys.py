"""Keys: which web pages may embed the widget."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Row, insert, select, update

from .database import Database
from .tables import keys


class Key(BaseModel):
    """A public key: it tells which origins may use it, and is no secret. `created` is UTC ms."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str = ""
    origins: tuple[str, ...] = ()
    created: int


class Keys:
    """Keys by id. A revoked key is not found any more."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, origins: Sequence[str], name: str = "") -> Key:
        """Make a key for pages of those origins."""
        key = Key(id=f"pk_{secrets.token_urlsafe(18)}", name=name, origins=tuple(origins), created=time.time_ns() // 1_000_000)
        with self._database.write() as connection:
            connection.execute(insert(keys).values(**key.model_dump(), revoked=False))
        return key

    def get(self, key_id: str) -> Key | None:
        """The key of that id unless it was revoked, or None."""
        with self._database.read() as connection:
            row = connection.execute(select(keys).where(keys.c.id == key_id, ~keys.c.revoked)).first()
        return _key(row) if row else None

    def all(self) -> list[Key]:
        """Every key in use, oldest first."""
        with self._database.read() as connection:
            return [_key(row) for row in connection.execute(select(keys).where(~keys.c.revoked).order_by(keys.c.created))]

    def revoke(self, key_id: str) -> bool:
        """Stop the key from working; tell whether it was in use."""
        with self._database.write() as connection:
            change = update(keys).where(keys.c.id == key_id, ~keys.c.revoked).values(revoked=True)
            return connection.execute(change).rowcount > 0


def _key(row: Row[Any]) -> Key:
    return Key(id=row.id, name=row.name, origins=tuple(row.origins), created=row.created)
