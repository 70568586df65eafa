"""State: what a conversation remembers from turn to turn. It lives on the server, as JSON beside the session."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from shop.candidate import Candidate
from shop.money import Money
from shop.need import Need

from .understanding.tastes import Tastes

Language = Literal["en", "zh"]


class ShownCard(BaseModel):
    """A card that is on the shopper's screen, as far as words can point at it."""

    model_config = ConfigDict(frozen=True)

    product_id: str
    variant_id: str
    title: str
    brand: str | None = None
    price: Money | None = None
    values: tuple[str, ...] = ()  # of its attributes and options

    @classmethod
    def of(cls, candidate: Candidate) -> ShownCard:
        """The card of a candidate."""
        product, variant = candidate.product, candidate.variant
        values = [value for named in product.attributes.values() for value in named] + list(variant.options.values())
        terms = [item.terms[value] for value in values for item in product.translations.values() if value in item.terms]
        return cls(
            product_id=product.id,
            variant_id=variant.id,
            title=product.title,
            brand=product.brand,
            price=variant.price,
            values=tuple(dict.fromkeys((*values, *terms))),
        )


class DialogueState(BaseModel):
    """The Need so far, the cards of the last list, and the product that was talked about last."""

    model_config = ConfigDict(frozen=True)

    need: Need = Need()
    shown: tuple[ShownCard, ...] = ()
    seen: tuple[str, ...] = ()  # product ids shown for this Need, so that "more" shows others
    listed: Literal["search", "recommend"] | None = None  # what "more" goes on with
    focus: str | None = None
    told: tuple[tuple[str, str], ...] = ()  # products and variants that tools told of in this conversation, latest last
    language: Language | None = None
    tastes: Tastes = Tastes()

    def card(self, product_id: str) -> ShownCard | None:
        """The card of that product, when it is on the screen."""
        return next((card for card in self.shown if card.product_id == product_id), None)
