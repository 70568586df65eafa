"""Suggest: what a shopper may be about to type."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from ..caller import Shop, language_of, paced

router = APIRouter(prefix="/v1", tags=["products"], dependencies=[Depends(paced)])

_MOST = 20


@router.get("/suggest")
def suggest(app: Shop, q: str = "", k: int = 8, language: str = "en") -> dict[str, Any]:
    """Completions of `q`, the likeliest first; without it, what is searched for much. All text is plain text.

    `kind` is query, category, brand, phrase or product; `matched` are the [start, end) of `text` that were typed.
    """
    found = app.suggester.complete(q, min(max(k, 1), _MOST), language_of(language))
    return {
        "suggestions": [
            {"text": item.entry.text, "kind": item.entry.kind, "where": item.entry.where, "matched": item.matched}
            for item in found
        ]
    }
