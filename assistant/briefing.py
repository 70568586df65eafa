"""Briefing: what a language model is told of a conversation. All of it is data, fenced and bounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.cards import card
from assistant.prompts import fenced
from assistant.tools.context import Context
from assistant.tools.reply import Refused, Reply
from shop.candidate import Candidate

_TURNS = 3  # that came before
_MOST_TEXT = 600  # characters of one utterance, reply or description
_MOST_ATTRIBUTES = 8
NAMES = {"en": "English", "zh": "Simplified Chinese (简体中文)"}
_SPOKEN = ("parse_intent", "view_cart", "update_cart", "shop_policy")  # said in the shop's own words before the model's


def conversation(context: Context) -> str:
    """What was said in the turns before, and which cards are on the screen. Reads the database."""
    turns = context.store.messages.turns(context.session.id, _TURNS)
    lines = [line for turn in turns for line in (f"Shopper: {_short(turn.text)}", f"Assistant: {_short(turn.reply)}")]
    if context.state.shown:
        lines.append("Cards on the screen:")
    for place, shown in enumerate(context.state.shown, 1):
        price = f", {shown.price.text()}" if shown.price else ""
        lines.append(f"{place}. [{shown.product_id}] {shown.title}{price}")
    return fenced("\n".join(lines) or "Nothing was said before.")


def facts(context: Context) -> str:
    """What the tools of this turn gave back, as far as the model is to find words for it."""
    told = [line for name, answer in context.answers if name not in _SPOKEN for line in _told(name, answer, context.language)]
    return fenced("\n".join(told) or "The tools found nothing, or none was needed.")


def describe(candidates: Sequence[Candidate], language: str) -> list[str]:
    """One line a card, with everything that the catalogue states."""
    return [f"{place}. {_line(item, language)}" for place, item in enumerate(candidates, 1)]


def _told(name: str, answer: Reply | Refused, language: str) -> Iterator[str]:
    if isinstance(answer, Refused):
        yield f"{name}: refused. {answer}"
        return
    data = answer.data
    if "total" in data:
        yield f"{name}: {data['total']:,} fit. The cards:"
    elif name == "compare_products":
        yield f"{name}: they differ in {data['rows']}. The cards:"
    else:
        yield f"{name}: {_short(data['description']) if 'description' in data else _short(answer.text)}"
    yield from describe(answer.cards, language)


def _line(candidate: Candidate, language: str) -> str:
    shown, product = card(candidate, language), candidate.product
    stock = {True: "in stock", False: "sold out", None: "stock not stated"}[shown["in_stock"]]
    parts = [f"“{shown['title']}”", shown["price_text"] or "no price stated", stock]
    if shown["brand"]:
        parts.append(f"brand {shown['brand']}")
    if shown["rating"] is not None:
        parts.append(f"{shown['rating']:.1f} stars from {shown['reviews']} reviews")
    named = {
        name: ", ".join(product.term_in(value, language) for value in values) for name, values in product.attributes.items()
    }
    pairs = list({**named, **shown["options"]}.items())[:_MOST_ATTRIBUTES]
    parts += [f"{product.term_in(name, language)}: {value}" for name, value in pairs]
    parts += [text for text in (shown["reason"], *shown["notes"]) if text]
    return "; ".join(parts)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…"
