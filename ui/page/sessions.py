"""Page sessions: the conversations that one browser holds tokens for. The conversations themselves are the server's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shop.store.sessions import Session
from shop.store.store import Store

_MOST = 20
_TITLE = 60  # characters


class Browser(BaseModel):
    """What a browser keeps: the token of the open conversation, and those of all of them, newest first."""

    model_config = ConfigDict(frozen=True)

    now: str = Field(default="", max_length=100)
    tokens: tuple[str, ...] = Field(default=(), max_length=_MOST)

    @classmethod
    def of(cls, held: Any) -> Browser:
        """Read what a browser sent; whatever does not look right is an empty hand."""
        try:
            return cls.model_validate(held)
        except ValidationError:
            return cls()

    def begun(self, token: str) -> Browser:
        """With one more conversation, which is open now. The oldest are let go."""
        return Browser(now=token, tokens=(token, *self.tokens)[:_MOST])

    def at(self, token: str) -> Browser:
        """With that conversation open."""
        return self.model_copy(update={"now": token})

    def without(self, token: str) -> Browser:
        """With that conversation forgotten."""
        now = "" if self.now == token else self.now
        return Browser(now=now, tokens=tuple(other for other in self.tokens if other != token))

    def to_json(self) -> dict[str, Any]:
        """As the browser keeps it."""
        return self.model_dump(mode="json")


def earlier_chats(store: Store, tokens: Sequence[str], current: Session) -> list[dict[str, Any]]:
    """The conversations in which something was said, newest first: session, title (the first words), time, now."""
    found = []
    for token in tokens:
        session = store.sessions.by_token(token)
        first = store.messages.first(session.id) if session else None
        if session and first:
            title = first.text if len(first.text) <= _TITLE else f"{first.text[:_TITLE].rstrip()}…"
            found.append({"session": session.id, "title": title, "time": session.last_seen, "now": session.id == current.id})
    return sorted(found, key=lambda chat: -chat["time"])
