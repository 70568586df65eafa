"""Reply: what a tool gives back, and the two ways it may decline."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from shop.candidate import Candidate

EvidenceKind = Literal["product", "price", "stock", "rating", "policy", "count"]


class Evidence(BaseModel):
    """One fact that a sentence may rely on. A price is a decimal string in the shop's currency."""

    model_config = ConfigDict(frozen=True)

    kind: EvidenceKind
    value: str
    product_id: str | None = None


class Reply(BaseModel):
    """Text for whoever decides the next step, cards for the shopper, facts for the guard, and data for the writer."""

    model_config = ConfigDict(frozen=True)

    text: str
    cards: tuple[Candidate, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    data: dict[str, Any] = {}


class Retry(Exception):
    """The arguments can be mended; the sentence says how."""


class Refused(Exception):
    """This will not be done; the sentence says why."""


def evidence_of(candidate: Candidate) -> tuple[Evidence, ...]:
    """What the catalogue says of a card."""
    product, variant = candidate.product, candidate.variant
    facts = [Evidence(kind="product", value=product.title, product_id=product.id)]
    facts += [Evidence(kind="product", value=item.title, product_id=product.id) for item in product.translations.values()]
    prices = (variant.price, variant.list_price)
    facts += [Evidence(kind="price", value=price.decimal(), product_id=product.id) for price in prices if price]
    if variant.in_stock is not None:
        facts.append(Evidence(kind="stock", value="yes" if variant.in_stock else "no", product_id=product.id))
    if product.rating is not None:
        facts.append(Evidence(kind="rating", value=f"{product.rating:.1f}", product_id=product.id))
    return tuple(facts)
