"""Candidate: a product on its way from the index to the shopper. What retrieval and recommender exchange."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from .product import Product, Variant


class Why(BaseModel):
    """One reason for, or caveat about, a candidate, free of any language; the writer finds the words.

    kind         values
    matches      words: the query words found in it
    wish         attribute, value: a hard wish that the variant satisfies
    not_stated   attribute: the shop does not say, so it comes after those that do
    relaxed      attribute, value: a hard wish that it breaks
    widened      attribute, value, to: a hard wish that it satisfies only as widened to that
    popular      count: how many bought it
    rated        rating, count
    bought_after product, title: shoppers who bought that went on to this
    viewed_after product, title: the same for views
    bought_together product, title, count: in how many carts that product was with this one
    rising       count: how many were interested this week
    because      product, title: the one of the shopper's own products that moves this up most
    prefers      attribute, value: the shopper's own stated or learned taste
    new          -
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    values: dict[str, str] = {}


class Candidate(BaseModel):
    """A product, the variant that satisfies the Need best, its scores by family, and why it is here.

    `propensity` is the probability with which it came to its place, where that was drawn.
    """

    model_config = ConfigDict(frozen=True)

    product: Product
    variant: Variant
    scores: dict[str, float] = {}
    why: tuple[Why, ...] = ()
    propensity: float | None = None
