"""Page HTML: templates filled with values. Jinja escapes every value; HTML is made in the templates and nowhere else."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from shop.money import Money

from .words import REASONS, word

_TEMPLATES = Path(__file__).parent / "templates"

Values = Mapping[str, Any]


class TurnParts(NamedTuple):
    """One exchange in three pieces, so that the page changes only what has changed."""

    said: str
    cards: str
    after: str


def render(name: str, language: str, **values: Any) -> str:
    """The template of that name, in that language."""
    return _environment().get_template(f"{name}.html").render(t=partial(_word, language), language=language, **values)


def turn_parts(text: str, frames: Sequence[Values], language: str, *, thumb: float | None = None) -> TurnParts:
    """An exchange as far as its frames have come; without a frame `done` it is under way."""
    told = _told(frames)
    said = render("said", language, text=text, turn=told["turn"], reply=told["reply"], doing=told["doing"], done=told["done"])
    finished = told["turn"] if told["done"] else None
    after = render("after", language, turn=finished, chips=told["chips"], thumb=thumb, reasons=_reasons(language))
    return TurnParts(said, render("cards", language, cards=told["cards"]), after)


def past_html(text: str, frames: Sequence[Values], language: str, *, thumb: float | None = None) -> str:
    """An exchange that is over; what could be said after it no longer can."""
    told = _told(frames) | {"chips": [], "doing": "", "done": True}
    return render("turn", language, text=text, thumb=thumb, reasons=_reasons(language), **told)


def notice(text: str, *, undo: Values | None = None, bad: bool = False) -> dict[str, Any]:
    """A short message over the page that goes away by itself; `undo` is the change of the cart that takes it back."""
    return {"text": text, "undo": undo, "bad": bad, "once": once()}


def once() -> str:
    """A mark by which the page knows new content from content that is drawn again."""
    return secrets.token_hex(6)


def picture_url(image: str | None) -> str | None:
    """Where the browser finds a picture: the shop's media, or another site over http(s); nothing else is loaded."""
    if image and image.startswith("media/"):
        return f"/{image}"
    return image if image and image.startswith(("https://", "http://")) else None


def _told(frames: Sequence[Values]) -> dict[str, Any]:
    told: dict[str, Any] = {"turn": "", "reply": "", "cards": [], "chips": [], "doing": "", "done": False}
    for frame in frames:
        data = frame["data"]
        match frame["kind"]:
            case "turn":
                told["turn"] = data["turn_id"]
            case "tool" if data["state"] == "start":
                told["doing"] = data["label"]
            case "cards":
                told["cards"] = [*told["cards"], *data["cards"]]
            case "text":
                told["reply"] += data["delta"]
            case "chips":
                told["chips"] = data["chips"]
            case "done":
                told["done"] = True
    if told["reply"] or told["done"]:
        told["doing"] = ""
    return told


def _reasons(language: str) -> list[tuple[str, str]]:
    return [(name, texts[language]) for name, texts in REASONS.items()]


def _word(language: str, name: str, /, **parts: str) -> str:
    return word(name, language, **parts)


@pass_context
def _options(context: Context, options: Mapping[str, str]) -> str:
    # A bare number is no size to a reader; "350 ml" says for itself what it is.
    size = options.get("size", "")
    sized = size[:1].isdigit() and not any(letter.isalpha() for letter in size)
    return " · ".join(
        word("size", context["language"], value=value) if name == "size" and sized else value for name, value in options.items()
    )


def _money(amount: str, currency: str) -> str:
    return Money.parse(amount, currency).text()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"picture_url": picture_url, "options": _options, "money": _money}
    return environment
