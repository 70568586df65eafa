"""Products: one, those that fit some words, and those worth showing without any."""

from __future__ import annotations

import time
from typing import Any

from fastapi import APIRouter, Depends

from assistant.cards import card
from shop.candidate import Candidate
from shop.errors import NotFound
from shop.event import Event
from shop.need import Need
from shop.product import Product, Variant
from shop.store.sessions import Session

from ..bootstrap import App
from ..caller import MaybeKnown, Shop, language_of, paced

router = APIRouter(prefix="/v1", tags=["products"], dependencies=[Depends(paced)])

_MOST = 100


@router.get("/products/{product_id:path}")
def product(product_id: str, app: Shop, language: str = "en") -> dict[str, Any]:
    """A product with its variants; prices and stock are those of now."""
    found = _product(app, product_id)
    known = language_of(language)
    variants = [card(Candidate(product=found, variant=variant), known) for variant in found.variants]
    return {**variants[0], "description": found.description_in(known), "variants": variants}


@router.get("/search")
def search(app: Shop, q: str = "", k: int = 10, language: str = "en") -> dict[str, Any]:
    """Products that fit the words, best first."""
    need = Need(query=q[: app.settings.limits.utterance_characters])
    found = app.index.searcher.search(need, k=_between(k))
    return {"total": found.total, "products": [card(item, language_of(language)) for item in found.candidates]}


@router.get("/recommendations")
def recommendations(
    app: Shop, session: MaybeKnown, product: str | None = None, k: int = 10, language: str = "en"
) -> dict[str, Any]:
    """Products without any words: beside `product`, for this session when there is a token, else what others like."""
    beside = _product(app, product) if product is not None else None
    scored = app.ranker.recommend(
        session.shopper if session else None, _seen(app, session, beside), 4 * _between(k), [beside.id] if beside else []
    )
    why = {item.product_id: item.why for item in scored}
    found = app.store.catalogue.get_many([item.product_id for item in scored])
    there = [Candidate(product=item, variant=variant, why=why[item.id]) for item in found if (variant := _buyable(item))]
    return {"products": [card(item, language_of(language)) for item in there[: _between(k)]]}


def _product(app: App, product_id: str) -> Product:
    found = app.store.catalogue.get(product_id)
    if found is None:
        raise NotFound(f"There is no product {product_id[:100]} in this shop.")
    return found


def _seen(app: App, session: Session | None, beside: Product | None) -> list[Event]:
    events = app.store.events.for_session(session.id) if session else []
    return events + ([Event(kind="view", time=time.time_ns() // 1_000_000, product=beside.id)] if beside else [])


def _buyable(product: Product) -> Variant | None:
    return next((variant for variant in product.variants if variant.in_stock is not False), None)


def _between(k: int) -> int:
    return min(max(k, 1), _MOST)
