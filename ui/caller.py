"""Caller: who sends a request: from which address, in which session, and whether that session may still be used from there."""

from __future__ import annotations

import ipaddress
import time
from typing import Annotated, cast

from fastapi import Depends, Header, Request

from assistant.state import Language
from shop.store.sessions import Session

from .bootstrap import App
from .cross_origin import foreign_origin
from .limits import Limits
from .problems import Problem

_DAY = 24 * 60 * 60 * 1000  # ms


def _app(request: Request) -> App:
    return cast(App, request.app.state.app)


def _limits(request: Request) -> Limits:
    return cast(Limits, request.app.state.limits)


def _address(request: Request) -> str:
    return address_of(request.client.host if request.client else "unknown")


def address_of(host: str) -> str:
    """Whom an address is counted as: one household holds a whole /64 of IPv6."""
    return str(ipaddress.ip_network(f"{host}/64", strict=False)) if ":" in host else host


Shop = Annotated[App, Depends(_app)]
Allowed = Annotated[Limits, Depends(_limits)]
Address = Annotated[str, Depends(_address)]


async def paced(limits: Allowed, address: Address) -> None:
    """Count one call that only looks. Raises Problem 429."""
    limits.looking.take(address)


def _session(request: Request, app: Shop, authorization: Annotated[str, Header()] = "") -> Session:
    scheme, _, token = authorization.partition(" ")
    session = app.store.sessions.by_token(token) if scheme.lower() == "bearer" and token else None
    if session is None:
        raise _unknown("This session is not known; begin a new one with POST /v1/sessions.")
    if not is_alive(app, session):
        raise _unknown("This session has ended; begin a new one with POST /v1/sessions.")
    check_key(app, session.key, foreign_origin(request.headers))
    return session


def _session_if_any(request: Request, app: Shop, authorization: Annotated[str, Header()] = "") -> Session | None:
    return _session(request, app, authorization) if authorization else None


def is_alive(app: App, session: Session) -> bool:
    """Whether the session may still be used: it ends some days after its last turn."""
    return session.last_seen >= time.time_ns() // 1_000_000 - app.settings.session_days * _DAY


# Not coroutines: the database is asked in a thread.
Known = Annotated[Session, Depends(_session)]
MaybeKnown = Annotated[Session | None, Depends(_session_if_any)]


def check_key(app: App, key_id: str | None, origin: str | None) -> None:
    """Raises Problem 403 unless a session of that key may be used by a page of that foreign origin (None: not foreign)."""
    key = app.store.keys.get(key_id) if key_id else None
    if key_id and key is None:
        raise Problem(403, "This key is not in use; ask the shop for a new script tag.")
    if origin is not None and key is None:
        raise Problem(403, f"Pages of {origin[:200]} need a key; make one with: aisle key create --origin {origin[:200]}")
    if origin is not None and key is not None and origin not in key.origins:
        raise Problem(403, f"This key is not for pages of {origin[:200]}; name that origin when you make a key.")


def language_of(language: str) -> Language:
    """The interface language nearest to a language tag."""
    return "zh" if language.lower().startswith("zh") else "en"


def _unknown(detail: str) -> Problem:
    return Problem(401, detail, {"WWW-Authenticate": "Bearer"})
