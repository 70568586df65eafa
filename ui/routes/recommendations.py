"""Recommendations: products worth showing without any words, and the lists around a shop."""

from __future__ import annotations

import time
from typing import Any, Literal

from fastapi import APIRouter, Depends

from assistant.cards import card
from assistant.reasons import titled
from assistant.recommending import Recommending
from recommender.around import BESIDE, SHELVES
from shop.candidate import Candidate
from shop.event import Event
from shop.product import Product
from shop.store.sessions import Session

from ..bootstrap import App
from ..caller import MaybeKnown, Shop, language_of, paced
from ..problems import Problem
from .products import between, product_of

router = APIRouter(prefix="/v1", tags=["products"], dependencies=[Depends(paced)])

Kind = Literal["for_you", "similar", "together", "cart", "new", "best", "rising"]


@router.get("/recommendations")
def recommendations(
    app: Shop,
    session: MaybeKnown,
    kind: Kind = "for_you",
    product: str | None = None,
    category: str | None = None,
    k: int = 10,
    language: str = "en",
) -> dict[str, Any]:
    """Products without any words, best first; none where the shop has none to tell of.

    `for_you`: for this session when there is a token and it has agreed, else what others like; beside `product` when named.
    `similar`, `together`: like `product`, and bought with it. `cart`: what completes the session's cart. `new`, `best`,
    `rising`: what came last, sells best, and is looked for more this week than before, of a `category` when it is named.
    """
    _check(kind, product, category, session)
    known, most = language_of(language), between(k)
    beside = product_of(app, product) if product is not None else None
    if kind == "for_you":
        found = _for_you(app, session, beside, most, known)
    else:
        found = titled(_around(app, session, kind, beside, category, most), app.store.catalogue, known)
    return {"kind": kind, "products": [card(item, known) for item in found]}


def _check(kind: Kind, product: str | None, category: str | None, session: Session | None) -> None:
    if kind in BESIDE and product is None:
        raise Problem(422, f"The list {kind} stands beside a product. Add product=ID.")
    if product is not None and kind not in ("for_you", *BESIDE):
        raise Problem(422, f"The list {kind} stands beside no product. Leave out product.")
    if kind == "cart" and session is None:
        says = "The list cart completes the cart of a session. Send its token."
        raise Problem(401, says, {"WWW-Authenticate": "Bearer"})
    if category is not None and kind not in SHELVES:
        raise Problem(422, f"Only {', '.join(SHELVES)} can be of one category. Ask for one of them, or leave out category.")


def _around(
    app: App, session: Session | None, kind: Kind, beside: Product | None, category: str | None, k: int
) -> list[Candidate]:
    if kind in SHELVES:
        return app.around.shelf(kind, k, category)
    if kind == "cart":
        return app.around.completing([line.product for line in app.store.carts.get(session.id).lines], k) if session else []
    return app.around.beside(kind, [beside.id] if beside else [], k)


def _for_you(app: App, session: Session | None, beside: Product | None, k: int, language: str) -> list[Candidate]:
    agreed = session if session and session.consent else None
    events = app.store.events.for_session(agreed.id) if agreed else []
    if beside:
        events.append(Event(kind="view", time=time.time_ns() // 1_000_000, product=beside.id))
    shopper = agreed.shopper if agreed else None
    return Recommending(app.store, app.ranker)(shopper, events, k, language, [beside.id] if beside else [])
