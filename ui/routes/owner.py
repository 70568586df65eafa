"""Owner: what the command line asks of the process that owns the data folder. Only who can read the folder knows the token."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse

from shop.errors import AisleError

from ..bootstrap import App
from ..caller import Shop
from ..problems import Problem

_LOG = logging.getLogger("aisle")

router = APIRouter(prefix="/owner", include_in_schema=False)


@router.post("/index", response_class=StreamingResponse)
def index(app: Shop, authorization: Annotated[str, Header()] = "") -> StreamingResponse:
    """Build the index again while searches go on.

    One JSON object a line: {"done", "total", "what"} on the way, at the end {"status"} or {"problem"}. Raises Problem 403.
    """
    scheme, _, token = authorization.partition(" ")
    right = app.owner is not None and secrets.compare_digest(token.encode(), app.owner.token.encode())
    if scheme.lower() != "bearer" or not right:
        raise Problem(403, "Only the command line on this machine may ask for that.")
    return StreamingResponse(_building(app), media_type="application/x-ndjson")


def _building(app: App) -> Iterator[str]:
    said: SimpleQueue[dict[str, Any]] = SimpleQueue()
    # A caller who goes away does not stop it: half an index is worth nothing.
    threading.Thread(target=_build, args=(app, said), name="aisle-index", daemon=True).start()
    while True:
        line = said.get()
        yield json.dumps(line, ensure_ascii=False) + "\n"
        if "what" not in line:
            return


def _build(app: App, said: SimpleQueue[dict[str, Any]]) -> None:
    try:
        app.index.build(lambda done, total, what: said.put({"done": done, "total": total, "what": what}))
        said.put({"status": app.index.status()})
    except AisleError as error:
        said.put({"problem": str(error)})
    except Exception as error:
        _LOG.error("The search index could not be built: %s", error, exc_info=True)
        said.put({"problem": "The running server could not build the index; its log says why."})
