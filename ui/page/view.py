"""View: the parts of the page, drawn for one session. Knows nothing of what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.chips import chips
from assistant.tools.view_cart import cart_data
from shop.need import Need
from shop.store.messages import Turn
from shop.store.sessions import Session
from ui.bootstrap import App

from . import html
from .product import cards_of
from .sessions import Browser, earlier_chats

_MOST_TURNS = 30
_COMPLETING = 3  # products that complete the cart


@dataclass
class View:
    """HTML by part; what is None stays as it is. `box` is what the input may do: write, or stop what is being answered."""

    browser: dict[str, Any] | None = None
    head: str | None = None
    past: str | None = None
    said: str | None = None
    cards: str | None = None
    after: str | None = None
    sheet: str | None = None
    box: Literal["open", "busy", "free"] | None = None

    @classmethod
    def of(cls, parts: html.TurnParts, before: html.TurnParts | None = None) -> View:
        """A turn's parts that differ: a card that somebody is about to press is not replaced under their finger."""
        said, cards, after = (new if before is None or new != before[n] else None for n, new in enumerate(parts))
        return cls(said=said, cards=cards, after=after)


class Painter:
    """Draws what the shop knows of a session."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.shop = app.settings.shop_name or app.store.facts.get("shop_name") or "Aisle"

    def whole(self, session: Session, browser: Browser) -> View:
        """Everything, as somebody sees it who has just come in or come back."""
        view = View(
            browser=browser.to_json(), head=self.head(session), past="", said="", cards="", after="", sheet="", box="open"
        )
        turns = self._app.store.messages.turns(session.id, _MOST_TURNS)
        if not turns:
            view.said = self._empty(session)
            return view
        thumbs = self._thumbs(session)
        last = turns[-1]
        view.past = "".join(_over(turn, thumbs) for turn in turns[:-1])
        view.said, view.cards, view.after = html.turn_parts(last.text, last.frames, last.language, thumb=thumbs.get(last.id))
        return view

    def past(self, session: Session) -> str:
        """All that was said before."""
        thumbs = self._thumbs(session)
        return "".join(_over(turn, thumbs) for turn in self._app.store.messages.turns(session.id, _MOST_TURNS))

    def head(self, session: Session, notice: Mapping[str, Any] | None = None) -> str:
        """The head of the page with the cart in it, and a notice over it."""
        language = language_of(session)
        cart = cart_data(self._app.assistant.context(session, ""))
        found = self._app.around.completing([line["product"] for line in cart["lines"]], _COMPLETING)
        completing = cards_of(found, language)
        return html.render("head", language, shop=self.shop, cart=cart, notice=notice, completing=completing)

    def earlier(self, session: Session, browser: Browser) -> str:
        """The sheet with the browser's conversations."""
        found = earlier_chats(self._app.store, browser.tokens, session)
        return html.render("earlier", language_of(session), chats=found, once=html.once())

    def _empty(self, session: Session) -> str:
        offered = chips(self._app.assistant.context(session, ""), Need(), 0)
        count = f"{self._app.store.catalogue.count().products:,}"
        return html.render("empty", language_of(session), shop=self.shop, chips=offered, count=count)

    def _thumbs(self, session: Session) -> dict[str, float]:
        events = self._app.store.events.for_session(session.id)
        return {event.turn: event.value for event in events if event.kind == "thumb" and event.turn and event.value}


def language_of(session: Session) -> str:
    """The language of the interface: the browser's, whatever language is spoken in the chat."""
    return "zh" if (session.language or "").startswith("zh") else "en"


def _over(turn: Turn, thumbs: Mapping[str, float]) -> str:
    return html.past_html(turn.text, turn.frames, turn.language, thumb=thumbs.get(turn.id))
