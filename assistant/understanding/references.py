"""References: what an utterance points at among the cards on the screen."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.state import DialogueState, ShownCard
from retrieval.tokens import key

from .cues import ORDINALS, POINTED, POSITION, PRONOUN


class Reference(BaseModel):
    """One thing pointed at: by its place in the list (from 1; -1 is the last), by a value, or by a pronoun."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["position", "attribute", "pronoun"]
    position: int | None = None
    value: str | None = None
    product_id: str | None = None  # None when nothing on the screen is meant


def references_in(text: str, state: DialogueState) -> tuple[Reference, ...]:
    """Everything the text points at, in its order; empty while there are no cards."""
    if not state.shown:
        return ()
    found = [_position(next(group for group in (*match.groups(), "last") if group), state) for match in POSITION.finditer(text)]
    if not found:
        found = [made for match in POINTED.finditer(text) if (made := _pointed(match.group(1) or match.group(2), state))]
    if not found and PRONOUN.search(text):
        found = [Reference(kind="pronoun", product_id=_focus(state))]
    return tuple(found)


def _position(word: str, state: DialogueState) -> Reference:
    place = int(word) if word.isdigit() else ORDINALS[word.lower()]
    index = place - 1 if place > 0 else len(state.shown) - 1
    card = state.shown[index] if index < len(state.shown) else None
    return Reference(kind="position", position=place, product_id=card.product_id if card else None)


def _pointed(value: str, state: DialogueState) -> Reference | None:
    cards = [card for card in state.shown if _fits(card, value)]
    return Reference(kind="attribute", value=value, product_id=cards[0].product_id) if cards else None


def _fits(card: ShownCard, value: str) -> bool:
    wanted = f" {key(value)} "
    return any(wanted in f" {key(text)} " for text in (card.title, card.brand or "", *card.values))


def _focus(state: DialogueState) -> str | None:
    return state.focus or state.shown[0].product_id
