"""Carts: one a session."""

from __future__ import annotations

from sqlalchemy import select

from ..cart import Cart
from .database import Database
from .rows import upsert
from .tables import carts


class Carts:
    """Carts by session id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, session_id: str) -> Cart:
        """The session's cart; an empty one before anything was added."""
        with self._database.read() as connection:
            lines = connection.scalar(select(carts.c.lines).where(carts.c.session == session_id))
        return Cart.model_validate({"lines": lines or ()})

    def put(self, session_id: str, cart: Cart) -> None:
        """Keep the cart in place of the one before."""
        with self._database.write() as connection:
            upsert(connection, carts, [{"session": session_id, "lines": cart.model_dump()["lines"]}])
