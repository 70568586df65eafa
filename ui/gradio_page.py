"""Gradio page: the chat page, one client of the same core as every other. What the browser sends back is never history."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import fields
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from shop.store.sessions import Session

from .bootstrap import App
from .caller import address_of, is_alive
from .limits import Limits
from .page import html
from .page.clicks import Clicks
from .page.sessions import Browser
from .page.view import Painter, View, language_of
from .page.words import word
from .problems import Problem
from .scripts import script

_LOG = logging.getLogger("aisle")
_ASSETS = Path(__file__).parent / "assets"
_PAUSE = 0.1  # seconds between two updates of the page
_KEY = "page_key"  # the fact that lets a browser read what it kept before the server was started again
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_FONT = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]

Outputs = tuple[Any, ...]


class Page:
    """The handlers behind the page. A browser holds tokens of its sessions and nothing else."""

    def __init__(self, app: App, limits: Limits) -> None:
        self._app, self._limits = app, limits
        self._running: dict[str, str] = {}  # session -> the turn that is being answered
        self.painter = Painter(app)
        self._clicks = Clicks(app, self.painter)

    def open(self, held: Any, request: gr.Request) -> Outputs:
        """The conversation where it was left, or a new one in the browser's language."""
        browser, session = Browser.of(held), self._session(held)
        if session is None:
            language = _language_of(request)
            try:
                self._limits.beginning.take(_address_of(request))
            except Problem as problem:
                return _outputs(View(said=html.render("toast", language, notice=html.notice(_patience(problem, language)))))
            session, browser = self._clicks.begin(browser, language)
        return _outputs(self.painter.whole(session, browser), session)

    async def say(self, text: Any, held: Any, request: gr.Request) -> AsyncGenerator[Outputs, None]:
        """Answer one utterance, updating the page as the answer grows."""
        session = self._session(held)
        if session is None or not isinstance(text, str) or not text.strip():
            yield _outputs(View())
            return
        try:
            self._limits.turns.take(session.id)
            self._limits.speaking.take(_address_of(request))
            async with aclosing(self._answer(session, text[: self._app.settings.limits.utterance_characters])) as views:
                async for view in views:
                    yield _outputs(view)
        except Problem as problem:
            yield self._trouble(session, held, _patience(problem, language_of(session)))
        except Exception:  # a shopper never sees what broke; the page says that it did, and can be used on
            _LOG.exception("The page could not answer")
            yield self._trouble(session, held, word("broken", language_of(session)))

    async def signal(self, data: Any, held: Any, request: gr.Request) -> AsyncGenerator[Outputs, None]:
        """A click somewhere in the page: `data` is a JSON object that names what was clicked."""
        told, session = _told(data), self._session(held)
        if session is None:
            yield self.open(held, request)
        elif isinstance(said := told.get("say"), str):
            async with aclosing(self.say(said, held, request)) as updates:
                async for update in updates:
                    yield update
        else:
            view = await self._clicks.answer(session, Browser.of(held), told)
            yield _outputs(view, session)

    async def stop(self, held: Any) -> None:
        """Stop what is being answered; what was said so far stays."""
        session = self._session(held)
        if session and (turn := self._running.get(session.id)):
            await self._app.assistant.stop(session.id, turn)

    async def _answer(self, session: Session, text: str) -> AsyncGenerator[View, None]:
        turn_id, language = f"t_{secrets.token_urlsafe(9)}", language_of(session)
        frames: list[dict[str, Any]] = []
        parts = html.turn_parts(text, frames, language)
        begun = View.of(parts)
        begun.past, begun.sheet, begun.box = self.painter.past(session), "", "busy"
        yield begun
        self._running[session.id] = turn_id
        last = 0.0
        try:
            async for frame in self._app.assistant.turn(session.id, text, turn_id=turn_id, keep=True):
                frames.append(frame.model_dump())
                language = frame.data.get("language", language) if frame.kind in ("turn", "done") else language
                if frame.kind == "cards" or time.monotonic() - last > _PAUSE:
                    last = time.monotonic()
                    before, parts = parts, html.turn_parts(text, frames, language)
                    yield View.of(parts, before)
        finally:
            self._running.pop(session.id, None)
        done = View.of(html.turn_parts(text, frames, language), parts)
        done.head, done.box = self.painter.head(session), "free"
        yield done

    def _trouble(self, session: Session, held: Any, sentence: str) -> Outputs:
        view = self.painter.whole(session, Browser.of(held))
        view.head, view.box = self.painter.head(session, html.notice(sentence, bad=True)), "free"
        return _outputs(view)

    def _session(self, held: Any) -> Session | None:
        token = Browser.of(held).now
        session = self._app.store.sessions.by_token(token) if token else None
        return session if session and is_alive(self._app, session) else None


def mount_page(api: FastAPI, app: App) -> FastAPI:
    """Mount the page at `/`, last, because Gradio answers everything below it."""
    page = Page(app, api.state.limits)
    blocks = _blocks(page, _key(app))
    # Gradio guards its file routes only once a page counts as launched, and mounting does not say so.
    blocks.has_launched = True
    mounted: FastAPI = gr.mount_gradio_app(
        api,
        blocks,
        path="/",
        theme=gr.themes.Base(font=_FONT, font_mono=["ui-monospace", "monospace"]),
        css=(_ASSETS / "page.css").read_text(encoding="utf-8"),
        head=f"<script>{script('page')}</script>",
        footer_links=[],
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
    )
    return mounted


def _blocks(page: Page, key: str) -> gr.Blocks:
    with gr.Blocks(title=page.painter.shop, analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as blocks:
        browser = gr.BrowserState({}, storage_key="aisle", secret=key)
        head = _html("head")
        with gr.Column(elem_id="talk"):
            past = _html("past")
            with gr.Column(elem_id="now"):
                said, cards, after = _html("said"), _html("cards"), _html("after")
        box = gr.Textbox(
            elem_id="box", show_label=False, container=False, submit_btn=True, max_length=2000, autofocus=True, max_lines=5
        )
        sheet = _html("sheet")
        clicked = gr.Textbox(elem_id="signal", visible="hidden", show_label=False)
        parts = [browser, head, past, said, cards, after, sheet, box]
        blocks.load(page.open, [browser], parts, **_PRIVATE)
        box.submit(page.say, [box, browser], parts, concurrency_limit=20, **_PRIVATE)
        box.stop(page.stop, [browser], None, **_PRIVATE)
        clicked.change(page.signal, [clicked, browser], parts, concurrency_limit=20, **_PRIVATE)
    blocks.queue(max_size=200)
    return blocks


def _html(name: str) -> gr.HTML:
    return gr.HTML(elem_id=name, padding=False, apply_default_css=False)


def _outputs(view: View, session: Session | None = None) -> Outputs:
    """As Gradio takes them, in the order of the parts; `session` tells the language of a box that is opened."""
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    match view.box:
        case "busy":
            values["box"] = gr.update(value="", submit_btn=False, stop_btn=True)
        case "free":
            values["box"] = gr.update(submit_btn=True, stop_btn=False)
        case "open" if session:
            hint = word("placeholder", language_of(session))
            values["box"] = gr.update(placeholder=hint, label=hint, submit_btn=True, stop_btn=False)
    return tuple(gr.skip() if value is None else value for value in values.values())


def _key(app: App) -> str:
    found = app.store.facts.get(_KEY)
    if found is None:
        found = secrets.token_hex(16)
        app.store.facts.set(_KEY, found)
    return found


def _told(data: Any) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (TypeError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _patience(problem: Problem, language: str) -> str:
    return word("too_fast", language, seconds=(problem.headers or {}).get("Retry-After", "60"))


def _address_of(request: gr.Request) -> str:
    return address_of(request.client.host if request.client else "unknown")


def _language_of(request: gr.Request) -> str:
    return "zh" if str(request.headers.get("accept-language", "")).lower().startswith("zh") else "en"
