"""Health: whether the process lives, and whether the shop can be searched."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from ..caller import Shop

router = APIRouter(tags=["health"])


@router.get("/livez")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(app: Shop) -> dict[str, Any]:
    """What the index holds, and which ranker is on.

    "degraded" when search goes without its vectors; "owner" is the process that builds the index.
    """
    status = app.index.status()
    health = "ok" if status["note"] is None else "degraded"
    return {"status": health, "owner": app.owner is not None, "ranker": app.ranker.name, **status}
