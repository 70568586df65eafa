"""Sessions: begin a conversation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from ..caller import Address, Allowed, Shop, check_key
from ..cross_origin import foreign_origin

router = APIRouter(prefix="/v1", tags=["conversation"])

Language = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{2,16}$")]


class NewSession(BaseModel):
    """Begins a conversation. `key` is needed on pages of other sites; `page` is kept only with consent."""

    model_config = ConfigDict(extra="forbid")

    key: str | None = Field(default=None, max_length=64)
    language: Language | None = None
    page: str | None = Field(default=None, max_length=2000)
    consent: bool = False


class Begun(BaseModel):
    """The session, and the token to send with every call as `Authorization: Bearer`. It cannot be read again."""

    session: str
    token: str


@router.post("/sessions", status_code=201)
def begin(body: NewSession, request: Request, app: Shop, limits: Allowed, address: Address) -> Begun:
    """Begin a session."""
    limits.beginning.take(address)
    check_key(app, body.key, foreign_origin(request.headers))
    page = body.page if body.consent and (body.page or "").startswith(("https://", "http://")) else None
    session, token = app.store.sessions.create(language=body.language, key=body.key, page=page, consent=body.consent)
    return Begun(session=session.id, token=token)
