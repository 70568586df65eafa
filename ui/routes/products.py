"""Products: one, and those that fit some words."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from assistant.cards import card, explained
from assistant.understanding.asking import Asked
from assistant.wording import attribute_name
from retrieval.facets import Facet
from retrieval.filters import Filters
from shop.candidate import Candidate
from shop.errors import NotFound, StoreError
from shop.event import Event
from shop.need import Sort
from shop.product import Product
from shop.store.sessions import Session

from ..bootstrap import App
from ..caller import MaybeKnown, Shop, language_of, paced

router = APIRouter(prefix="/v1", tags=["products"], dependencies=[Depends(paced)])

_MOST = 100
_DEEPEST = 10_000  # products that one may page through


@router.get("/products/{product_id:path}")
def product(product_id: str, app: Shop, language: str = "en") -> dict[str, Any]:
    """A product with its variants; prices and stock are those of now."""
    found = product_of(app, product_id)
    known = language_of(language)
    variants = [card(Candidate(product=found, variant=variant), known) for variant in found.variants]
    return {**variants[0], "description": found.description_in(known), "variants": variants}


def filters_of(
    price_min: str | None = None,
    price_max: str | None = None,
    brand: Annotated[list[str], Query()] = [],  # noqa: B006  (FastAPI copies it)
    category: str | None = None,
    in_stock: bool | None = None,
    rating_min: float | None = None,
    filter: Annotated[list[str], Query()] = [],  # noqa: B006
    exclude: Annotated[list[str], Query(alias="not")] = [],  # noqa: B006
) -> Filters:
    """The filters of a request: `filter=color:black` and `not=material:leather` may be repeated."""
    return Filters(
        price_min=price_min,
        price_max=price_max,
        brand=brand,
        category=category,
        in_stock=in_stock,
        rating_min=rating_min,
        must=filter,
        must_not=exclude,
    )


@router.get("/search")
def search(
    app: Shop,
    session: MaybeKnown,
    filters: Annotated[Filters, Depends(filters_of)],
    q: str = "",
    k: int = 10,
    offset: int = 0,
    sort: Sort | None = None,
    raw: bool = False,
    facets: bool = False,
    language: str = "en",
) -> dict[str, Any]:
    """Products that fit the words and the filters, best first.

    The words are understood as in the chat, unless `raw`. Wishes among them may be widened or given up when nothing fits
    (`relaxed`), filters never; what the shop does not know is named (`ignored`).
    """
    known = language_of(language)
    currency = app.store.facts.get("currency") or "USD"
    asked = Asked.of(q, filters, app.index.searcher, currency, known, raw=raw, sort=sort)
    start = min(max(offset, 0), _DEEPEST)
    found = app.index.searcher.search(asked.need, k=start + between(k), firm=asked.firm)
    if start == 0 and asked.need.query:
        with suppress(StoreError):  # a full disk may cost the count, not the answer
            app.store.events.add([_searched(asked.need.query, found.total, session)])
    answer = {
        "total": found.total,
        "products": [{**card(item, known), "why": explained(item, known)} for item in found.candidates[start:]],
        "need": asked.need.to_json(),
        "relaxed": [item.model_dump() for item in found.relaxed],
        "ignored": list(found.ignored),
        "corrected": found.corrected,
        "cut": asked.cut,
        "ms": round(found.ms, 1),
    }
    if facets:
        answer["facets"] = [
            _facet(app, item, known) for item in app.index.searcher.facets(asked.need, currency, firm=asked.firm)
        ]
    return answer


def _searched(query: str, total: int, session: Session | None) -> Event:
    # Without the shopper's consent only that somebody searched for it is kept.
    now = time.time_ns() // 1_000_000
    if session is None or not session.consent:
        return Event(kind="search", time=now, query=query, value=float(total), consent=False)
    known = {"session": session.id, "shopper": session.shopper}
    return Event(kind="search", time=now, query=query, value=float(total), consent=True, **known)


def _facet(app: App, facet: Facet, language: str) -> dict[str, Any]:
    vocabulary = app.index.searcher.vocabulary
    values = [{**asdict(item), "label": vocabulary.name_in(facet.name, item.value, language)} for item in facet.values]
    return {"name": facet.name, "label": attribute_name(facet.name, language), "values": values}


def product_of(app: App, product_id: str) -> Product:
    """Raises NotFound for an id that the shop does not have."""
    found = app.store.catalogue.get(product_id)
    if found is None:
        raise NotFound(f"There is no product {product_id[:100]} in this shop.")
    return found


def between(k: int) -> int:
    """How many are answered with: one at least, and not the whole shop."""
    return min(max(k, 1), _MOST)
