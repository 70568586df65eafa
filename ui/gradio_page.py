"""Gradio page: the chat page, one client of the same core as every other. What the browser sends back is never history."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant.chips import chips
from assistant.tools.view_cart import cart_data
from shop.need import Need
from shop.store.sessions import Session

from .bootstrap import App
from .limits import Limit
from .page_html import cart_html, empty_html, turn_html, word
from .problems import Problem

_ASSETS = Path(__file__).parent / "assets"
_PAUSE = 0.1  # seconds between two updates of the page
_MOST_TURNS = 30
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


class Page:
    """The handlers behind the page. A browser holds a session's token and nothing else."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._limit = Limit(app.settings.limits.turns_per_minute)
        self.shop = app.settings.shop_name or app.store.facts.get("shop_name") or "Aisle"

    def open(self, token: str | None, request: gr.Request) -> tuple[str, str, str, Any]:
        """The conversation where it was left, or a new one in the browser's language."""
        session = self._app.store.sessions.by_token(token) if isinstance(token, str) and token else None
        if session is None:
            language = "zh" if str(request.headers.get("accept-language", "")).lower().startswith("zh") else "en"
            session, token = self._app.store.sessions.create(language=language, consent=True)
        return token or "", self._talk(session), self._cart(session), self._box(session)

    def anew(self, request: gr.Request) -> tuple[str, str, str, Any]:
        """A new conversation; the old one stays on the server."""
        return self.open(None, request)

    async def say(self, text: str, token: str) -> AsyncIterator[tuple[str, str, Any]]:
        """Answer one utterance, updating the page as the answer grows."""
        session = self._app.store.sessions.by_token(token) if isinstance(token, str) else None
        if session is None or not isinstance(text, str) or not text.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        before, language = self._before(session), self._language(session)
        text = text[: self._app.settings.limits.utterance_characters]
        frames: list[dict[str, Any]] = []
        try:
            self._limit.take(session.id)
        except Problem as problem:
            told = [{"kind": "text", "data": {"delta": problem.detail}}]
            yield before + turn_html(text, told, language), gr.skip(), ""
            return
        yield before + turn_html(text, frames, language, working=True), gr.skip(), ""
        last = 0.0
        async for frame in self._app.assistant.turn(session.id, text):
            frames.append(frame.model_dump())
            if frame.kind == "cards" or time.monotonic() - last > _PAUSE:
                last = time.monotonic()
                yield before + turn_html(text, frames, language, working=True), gr.skip(), gr.skip()
        yield before + turn_html(text, frames, self._language(session)), self._cart(session), gr.skip()

    async def signal(self, data: str, token: str) -> AsyncIterator[tuple[str, str, Any]]:
        """A click on a chip says something; a click on a card changes the cart."""
        try:
            told = json.loads(data)
            said, change = told.get("say"), told.get("cart")
        except (ValueError, AttributeError):
            return
        if isinstance(said, str):
            async for update in self.say(said, token):
                yield update
        elif isinstance(change, dict) and (session := self._app.store.sessions.by_token(token)):
            yield gr.skip(), await self._change(session, change), gr.skip()

    async def _change(self, session: Session, change: dict[str, Any]) -> str:
        from assistant.tools import Refused, Retry

        context = self._app.assistant.context(session, "")
        names = {"product_id": change.get("product"), "variant_id": change.get("variant"), "quantity": change.get("quantity")}
        try:
            await self._app.assistant.registry.tools["update_cart"].call(context, names)
        except (Refused, Retry) as refused:
            gr.Warning(str(refused))
        return self._cart(session)

    def _before(self, session: Session) -> str:
        language = self._language(session)
        turns = self._app.store.messages.turns(session.id, _MOST_TURNS)
        return "".join(turn_html(turn.text, turn.frames, turn.language or language) for turn in turns)

    def _talk(self, session: Session) -> str:
        context = self._app.assistant.context(session, "")
        return self._before(session) or empty_html(self.shop, chips(context, Need(), 0), context.language)

    def _cart(self, session: Session) -> str:
        context = self._app.assistant.context(session, "")
        return cart_html(cart_data(context), context.language)

    def _box(self, session: Session) -> Any:
        hint = word("placeholder", self._language(session))
        return gr.update(placeholder=hint, label=hint)

    def _language(self, session: Session) -> str:
        return self._app.assistant.context(session, "").language


def mount_page(api: FastAPI, app: App) -> FastAPI:
    """Mount the page at `/`, last, because Gradio answers everything below it."""
    page = Page(app)
    with gr.Blocks(title=page.shop, analytics_enabled=False, delete_cache=(3600, 3600)) as blocks:
        token = gr.BrowserState("", storage_key="aisle-session")
        with gr.Row(elem_id="head"):
            gr.HTML(f'<div id="shop">{_escaped(page.shop)}</div>', padding=False)
            new = gr.Button("＋", elem_id="new", size="sm", scale=0, min_width=48)
            cart = gr.HTML(elem_id="cart", padding=False)
        talk = gr.HTML(elem_id="talk", padding=False)
        box = gr.Textbox(
            elem_id="box", show_label=False, submit_btn=True, max_length=2000, autofocus=True, lines=1, max_lines=4
        )
        hidden = gr.Textbox(elem_id="signal", show_label=False, container=False)
        blocks.load(page.open, [token], [token, talk, cart, box], **_PRIVATE)
        new.click(page.anew, None, [token, talk, cart, box], **_PRIVATE)
        said = box.submit(page.say, [box, token], [talk, cart, box], concurrency_limit=20, **_PRIVATE)
        hidden.change(page.signal, [hidden, token], [talk, cart, box], concurrency_limit=20, **_PRIVATE)
        box.stop(None, None, None, cancels=[said], **_PRIVATE)
    blocks.queue(max_size=200)
    # Gradio guards its file routes only once a page counts as launched, and mounting does not say so.
    blocks.has_launched = True
    script = f"<script>{(_ASSETS / 'page.js').read_text(encoding='utf-8')}</script>"
    css = (_ASSETS / "page.css").read_text(encoding="utf-8")
    mounted: FastAPI = gr.mount_gradio_app(
        api, blocks, path="/", css=css, head=script, footer_links=[], show_error=False, max_file_size="1kb", ssr_mode=False
    )
    return mounted


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)
