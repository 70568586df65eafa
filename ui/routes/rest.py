"""Rest: everything under /v1 that is not there. Without it the page, which is mounted at /, would answer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ..problems import Problem

router = APIRouter(prefix="/v1", include_in_schema=False)


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
async def nothing(rest: str) -> Response:
    """Say so. Raises Problem 404."""
    raise Problem(404, f"There is no /v1/{rest[:100]}; /docs lists what there is.")
