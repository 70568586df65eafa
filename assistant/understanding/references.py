"""References: what an utterance points at among the cards on the screen."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.state import DialogueState, ShownCard
from retrieval.lexicon import lexicon
from retrieval.tokens import key

from .cues import EXTREME, FIRST_FEW, ORDINALS, PAIR, POINTED, POSITION, PRONOUN

_CHEAP = ("cheap", "便宜")


class Reference(BaseModel):
    """One thing pointed at: by its place in the list (from 1; -1 is the last), by a value, or by a pronoun."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["position", "attribute", "pronoun"]
    position: int | None = None
    value: str | None = None
    product_id: str | None = None  # None when nothing on the screen is meant


def references_in(text: str, state: DialogueState, *, acting: bool = False) -> tuple[Reference, ...]:
    """Everything the text points at, in its order; empty while there are no cards.

    `acting` is whether something is to be done with what is pointed at: then bare numbers are places, and "the cheapest"
    is a card; otherwise it asks for another order.
    """
    if not state.shown:
        return ()
    found = _few(text, state) or [_position(word, state) for word in _places(text, acting)]
    if not found and acting and (match := EXTREME.search(text)):
        found = _extreme(match.group(), state)
    if not found:
        found = _all_pointed(text, state, acting)
    if not found and PRONOUN.search(text):
        found = [Reference(kind="pronoun", product_id=_focus(state))]
    return tuple(found)


def _places(text: str, acting: bool) -> list[str]:
    if acting and (pair := PAIR.search(text)):
        return list(pair.groups())
    return [next(group for group in (*match.groups(), "last") if group) for match in POSITION.finditer(text)]


def _few(text: str, state: DialogueState) -> list[Reference]:
    match = FIRST_FEW.search(text)
    if match is None:
        return []
    word = next((group for group in match.groups() if group), "two").lower()
    count = 3 if word == "all three" else ORDINALS.get(word, 2)
    return [_position(str(place), state) for place in range(1, count + 1)]


def _position(word: str, state: DialogueState) -> Reference:
    place = int(word) if word.isdigit() else ORDINALS[word.lower()]
    index = place - 1 if place > 0 else len(state.shown) - 1
    card = state.shown[index] if index < len(state.shown) else None
    return Reference(kind="position", position=place, product_id=card.product_id if card else None)


def _extreme(word: str, state: DialogueState) -> list[Reference]:
    priced = [(card.price.minor, card.product_id) for card in state.shown if card.price]
    if not priced:
        return []
    chosen = min(priced) if any(cheap in word.lower() for cheap in _CHEAP) else max(priced)
    return [Reference(kind="attribute", value=word, product_id=chosen[1])]


def _all_pointed(text: str, state: DialogueState, acting: bool) -> list[Reference]:
    found = []
    for match in POINTED.finditer(text):
        value = next(group for group in match.groups() if group)
        card = next((card for card in state.shown if _fits(card, value)), None)
        # "The blue one", where none is blue, is a wish; "add the blue one" must not add another.
        if card or (acting and _is_attribute(value)):
            found.append(Reference(kind="attribute", value=value, product_id=card.product_id if card else None))
    return found


def _is_attribute(value: str) -> bool:
    entry = lexicon().get(value)
    return entry is not None and entry.kind in ("color", "material", "size", "brand")


def _fits(card: ShownCard, value: str) -> bool:
    texts = [f" {key(text)} " for text in (card.title, card.brand or "", *card.values)]
    return any(f" {key(wanted)} " in text for wanted in lexicon().spellings(value) for text in texts)


def _focus(state: DialogueState) -> str | None:
    return state.focus or state.shown[0].product_id
