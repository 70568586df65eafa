"""Start: what a shopper sees before the first word. Needs no session, so that looking at the greeting stores nothing."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request

from assistant.chips import chips
from assistant.wording import SENTENCES, say
from shop.need import Need
from shop.store.sessions import Session

from ..caller import Shop, check_key, language_of, paced
from ..cross_origin import foreign_origin

router = APIRouter(prefix="/v1", tags=["conversation"], dependencies=[Depends(paced)])


@router.get("/start")
def start(request: Request, app: Shop, language: str = "en", key: str | None = None) -> dict[str, Any]:
    """The shop's name, a greeting, and chips made from its own goods. A key is checked as a new session would be."""
    if key is not None:
        check_key(app, key, foreign_origin(request.headers))
    nobody = Session(id="", language=language[:16], created=0, last_seen=0)
    context = app.assistant.context(nobody, "")
    shop = app.settings.shop_name or app.store.facts.get("shop_name") or "Aisle"
    known = language_of(language)
    return {
        "shop": shop,
        "language": known,
        "greeting": say(SENTENCES, "greet", known, shop=shop),
        "chips": chips(context, Need(), 0),
    }
