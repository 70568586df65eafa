"""Clicks: what a click on the page does, other than saying something. `told` comes from a browser and is never trusted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from shop.event import Event
from shop.store.sessions import Session
from ui.bootstrap import App

from .cart import Basket
from .product import product_html
from .sessions import Browser
from .view import Painter, View, language_of
from .words import REASONS

Told = Mapping[str, Any]


class Clicks:
    """Answers clicks with what has changed on the page."""

    def __init__(self, app: App, painter: Painter) -> None:
        self._app, self._painter, self._basket = app, painter, Basket(app)

    async def answer(self, session: Session, browser: Browser, told: Told) -> View:
        """Do what was clicked; a click that makes no sense changes nothing."""
        match told:
            case {"cart": dict() as change}:
                notice = await self._basket.change(session, change, language_of(session))
                return View(head=self._painter.head(session, notice))
            case {"product": str() as product_id, **rest}:
                self._seen(session, product_id)
                language = language_of(session)
                told_of = (self._app.store, self._app.around, product_id, rest.get("variant"), language)
                return View(sheet=await asyncio.to_thread(product_html, *told_of))
            case {"thumb": dict() as thumb}:
                self._rate(session, thumb)
            case {"earlier": _}:
                return View(sheet=self._painter.earlier(session, browser))
            case {"new": _}:
                return self._painter.whole(*self.begin(browser, language_of(session), session))
            case {"open": str() as wanted}:
                return self._open(session, browser, wanted)
            case {"forget": str() as wanted}:
                return self._forget(session, browser, wanted)
        return View()

    def begin(self, browser: Browser, language: str, before: Session | None = None) -> tuple[Session, Browser]:
        """A new conversation; the one before is kept, and its cart comes along."""
        session, token = self._app.store.sessions.create(language=language, consent=True)
        if before:
            self._basket.carry(before, session)
        return session, browser.begun(token)

    def _open(self, session: Session, browser: Browser, wanted: str) -> View:
        token, found = self._held(browser, wanted)
        if found is None or found.id == session.id:
            return View(sheet="")
        self._basket.carry(session, found)
        return self._painter.whole(found, browser.at(token))

    def _forget(self, session: Session, browser: Browser, wanted: str) -> View:
        token, found = self._held(browser, wanted)
        if found is None:
            return View(sheet=self._painter.earlier(session, browser))
        browser = browser.without(token)
        if found.id == session.id:
            session, browser = self.begin(browser, language_of(session), session)
        self._app.store.sessions.delete(found.id)
        view = self._painter.whole(session, browser)
        view.sheet = self._painter.earlier(session, browser)
        return view

    def _held(self, browser: Browser, wanted: str) -> tuple[str, Session | None]:
        # A conversation can be opened only by a browser that holds its token.
        for token in browser.tokens:
            found = self._app.store.sessions.by_token(token)
            if found and found.id == wanted:
                return token, found
        return "", None

    def _seen(self, session: Session, product_id: str) -> None:
        if self._app.store.catalogue.get(product_id):
            self._app.store.events.add([_event(session, "view", product=product_id)])

    def _rate(self, session: Session, thumb: Told) -> None:
        turn = self._app.store.messages.turn(str(thumb.get("turn"))[:64])
        if turn is None or turn.session != session.id or thumb.get("value") not in (1, -1):
            return
        reason = thumb.get("reason")
        why = REASONS[reason]["en"] if isinstance(reason, str) and reason in REASONS else None
        self._app.store.events.add([_event(session, "thumb", turn=turn.id, value=thumb["value"], query=why)])


def _event(session: Session, kind: str, **values: Any) -> Event:
    now = time.time_ns() // 1_000_000
    told = {"kind": kind, "time": now, "session": session.id, "shopper": session.shopper, "consent": session.consent}
    return Event.model_validate({**told, **values})
