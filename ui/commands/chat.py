"""aisle chat: talk to the assistant in the terminal."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import data_option, json_option, print_json

if TYPE_CHECKING:
    from shop.settings import Settings
    from ui.bootstrap import App

_SESSION = re.compile(r"[\w.:-]{1,64}")
_DONE = ("reply", "products", "need", "intents", "chips", "tools", "ms")


@click.command("chat")
@click.option("--session", "session_id", help="Go on with this session; a new name begins one.")
@click.option("--customer", help="Speak as this customer of the shop.")
@click.option("--model", help="Ask this model of the endpoint in AISLE_LLM__BASE_URL.  [default: AISLE_LLM__MODEL]")
@data_option
@json_option
def command(session_id: str | None, customer: str | None, model: str | None, data: Path, as_json: bool) -> None:
    """Talk to the assistant: one line in, one answer out. End with Ctrl-D.

    Example: aisle chat --data .aisle-demo
    """
    from shop.settings import load_settings

    app = _opened(_with_model(load_settings(data=data), model))
    try:
        asyncio.run(_talk(app, _session(app, session_id, customer), as_json))
    finally:
        app.close()


def _opened(settings: Settings) -> App:
    from shop.errors import FolderBusy
    from ui.bootstrap import build

    try:
        return build(settings)
    except FolderBusy:  # a server is open; one can talk beside it
        return build(settings, own=False)


def _with_model(settings: Settings, model: str | None) -> Settings:
    from shop.errors import UserError

    if model is None:
        return settings
    if not settings.llm.base_url:
        raise UserError(
            f"There is no endpoint that could serve the model {model}; set AISLE_LLM__BASE_URL, for example to http://127.0.0.1:8080/v1."
        )
    return settings.model_copy(update={"llm": settings.llm.model_copy(update={"model": model})})


def _session(app: App, session_id: str | None, customer: str | None) -> str:
    from shop.errors import NotFound, UserError

    if session_id and not _SESSION.fullmatch(session_id):
        raise UserError("The name of a session is made of at most 64 letters, digits, and - _ . : characters.")
    if customer and app.store.shoppers.get(customer) is None:
        raise NotFound(f"There is no customer {customer} in this shop.")
    if session_id and app.store.sessions.get(session_id):
        return session_id
    session, _ = app.store.sessions.create(session_id=session_id, shopper=customer, consent=True)
    return session.id


async def _talk(app: App, session_id: str, as_json: bool) -> None:
    if not as_json and sys.stdin.isatty():
        shop = app.store.facts.get("shop_name") or "the shop"
        click.echo(f"You are talking to {shop}; {app.store.catalogue.count().products:,} products. Ctrl-D ends.")
    for line in _lines():
        turn_id, done = await _answered(app, session_id, line)
        if as_json:
            head = {"session": session_id, "turn": turn_id, "language": done["language"]}
            print_json(
                head | {name: done[name] for name in _DONE} | {"products": [_product(item) for item in done["products"]]}
            )
        else:
            _print(done)


async def _answered(app: App, session_id: str, line: str) -> tuple[str, dict[str, Any]]:
    """The turn's id and its last frame."""
    turn_id, done = "", {}
    most = app.settings.limits.utterance_characters
    if len(line) > most:
        return turn_id, _unread(f"The text is longer than {most:,} characters; please say it shorter.")
    app.index.follow()  # somebody may have imported meanwhile
    async for frame in app.assistant.turn(session_id, line):
        if frame.kind == "turn":
            turn_id = frame.data["turn_id"]
        elif frame.kind == "done":
            done = frame.data
    return turn_id, done


def _unread(sentence: str) -> dict[str, Any]:
    from shop.need import Need

    nothing: dict[str, Any] = {name: [] for name in ("products", "intents", "chips", "tools")}
    return {**nothing, "reply": sentence, "language": "en", "need": Need().to_json(), "ms": {"total": 0.0, "first_card": None}}


def _lines() -> Iterator[str]:
    # Bytes that are no UTF-8 are a shopper's accident, not a reason to stop.
    while True:
        if sys.stdin.isatty():
            click.echo("> ", nl=False)
        line = sys.stdin.buffer.readline()
        if not line:
            return
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _product(item: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "title", "price", "currency", "brand", "category", "in_stock", "url", "reason")
    return {name: item[name] for name in names} | {"reason": _told(item)}


def _told(item: dict[str, Any]) -> str:
    """Why this one, and what to know before choosing it: a wish it does not state or does not fulfil, that it is sold out."""
    return " · ".join(filter(None, (item["reason"], *item["notes"])))


def _print(done: dict[str, Any]) -> None:
    click.echo(done["reply"])
    for place, item in enumerate(done["products"], 1):
        price = item["price_text"] or "–"
        told = _told(item)
        click.echo(f"  {place}. {item['title']}  {price}" + (f"  ({told})" if told else ""))
    if done["chips"]:
        click.echo("  " + "  ".join(f"[{chip['label']}{' ×' if chip['kind'] == 'wish' else ''}]" for chip in done["chips"]))
