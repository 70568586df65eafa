"""API: HTTP under /v1. A turn is a stream of numbered server-sent events, the same frames for every client."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field

from assistant.cards import card
from assistant.frames import Frame
from assistant.tools.context import Context
from assistant.tools.view_cart import cart_data
from shop.candidate import Candidate
from shop.errors import NotFound
from shop.need import Need
from shop.store.sessions import Session

from .body import BodyLimit
from .bootstrap import App
from .limits import Limit
from .problems import Problem, answer_problems

_FOLLOW = 0.5  # seconds between two looks at the feed of changes
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewSession(_Body):
    """Begins a conversation."""

    language: str | None = Field(default=None, max_length=35)
    page: str | None = Field(default=None, max_length=2000)
    consent: bool = False


class Utterance(_Body):
    """What the shopper wrote. `turn_id` is the client's own; sent twice, it is answered once."""

    turn_id: str = Field(pattern=_ID.pattern, max_length=100)
    text: str
    page: str | None = Field(default=None, max_length=2000)


class CartLineChange(_Body):
    """How many of a variant the cart shall hold."""

    product: str = Field(max_length=500)
    variant: str = Field(max_length=500)
    quantity: int = Field(ge=0, le=99)


def create_app(app: App) -> FastAPI:
    """The whole HTTP surface of an open shop. It follows the catalogue's feed while it is up."""
    api = FastAPI(title="Aisle", version="1", lifespan=_lifespan(app))
    api.state.app = app
    api.state.by_session = Limit(app.settings.limits.turns_per_minute)
    api.state.by_address = Limit(app.settings.limits.requests_per_minute)
    api.add_middleware(BodyLimit, most=app.settings.limits.body_bytes)
    answer_problems(api)
    _talking(api, app)
    _looking(api, app)
    _health(api, app)
    api.mount("/media", StaticFiles(directory=app.folder.media), name="media")
    return api


def _lifespan(app: App) -> Any:
    @asynccontextmanager
    async def following(api: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(_follow(app))
        yield
        task.cancel()

    return following


async def _follow(app: App) -> None:
    while True:
        await asyncio.sleep(_FOLLOW)
        await asyncio.to_thread(app.index.follow)


async def _session(request: Request, authorization: Annotated[str, Header()] = "") -> Session:
    scheme, _, token = authorization.partition(" ")
    session = request.app.state.app.store.sessions.by_token(token) if scheme.lower() == "bearer" and token else None
    if session is None:
        raise Problem(401, "This session is not known; begin a new one with POST /v1/sessions.", {"WWW-Authenticate": "Bearer"})
    return session  # type: ignore[no-any-return]


Known = Annotated[Session, Depends(_session)]


def _talking(api: FastAPI, app: App) -> None:
    @api.post("/v1/sessions", status_code=201)
    async def begin(body: NewSession, request: Request) -> dict[str, str]:
        api.state.by_address.take(_address(request))
        session, token = app.store.sessions.create(language=body.language, page=body.page, consent=body.consent)
        return {"session": session.id, "token": token}

    @api.post("/v1/chat")
    async def chat(body: Utterance, request: Request, session: Known) -> StreamingResponse:
        most = app.settings.limits.utterance_characters
        if len(body.text) > most:
            raise Problem(422, f"The text is longer than {most:,} characters; please say it shorter.")
        api.state.by_session.take(session.id)
        api.state.by_address.take(_address(request))
        return _stream(app.assistant.turn(session.id, body.text, turn_id=body.turn_id))

    @api.get("/v1/turns/{turn_id}/events")
    async def resume(turn_id: str, session: Known, last_event_id: Annotated[str, Header()] = "0") -> StreamingResponse:
        turn = app.store.messages.turn(turn_id)
        if turn is None or turn.session != session.id:
            raise NotFound(f"There is no turn {turn_id[:100]} in this session.")
        return _stream(
            app.assistant.turn(session.id, turn.text, turn_id=turn_id), int(last_event_id) if last_event_id.isdigit() else 0
        )

    @api.post("/v1/turns/{turn_id}/stop")
    async def stop(turn_id: str, session: Known) -> dict[str, bool]:
        return {"stopped": await app.assistant.stop(turn_id)}

    @api.get("/v1/turns")
    async def turns(session: Known) -> list[dict[str, Any]]:
        found = app.store.messages.turns(session.id, 50)
        return [{"turn": turn.id, "text": turn.text, "reply": turn.reply, "frames": turn.frames} for turn in found]


def _looking(api: FastAPI, app: App) -> None:
    @api.get("/v1/products/{product_id:path}")
    async def product(product_id: str, language: str = "en") -> dict[str, Any]:
        found = app.store.catalogue.get(product_id)
        if found is None:
            raise NotFound(f"There is no product {product_id[:100]} in this shop.")
        known = _language(language)
        variants = [card(Candidate(product=found, variant=variant), known) for variant in found.variants]
        return {**variants[0], "description": found.description_in(known), "variants": variants}

    @api.get("/v1/search")
    async def search(q: str = "", k: int = 10, language: str = "en") -> dict[str, Any]:
        need = Need(query=q[: app.settings.limits.utterance_characters])
        found = await asyncio.to_thread(app.index.searcher.search, need, k=min(max(k, 1), 100))
        return {"total": found.total, "products": [card(item, _language(language)) for item in found.candidates]}

    @api.get("/v1/cart")
    async def cart(session: Known) -> dict[str, Any]:
        return cart_data(_context(app, session))

    @api.put("/v1/cart")
    async def change(body: CartLineChange, session: Known) -> dict[str, Any]:
        tool = app.assistant.registry.tools["update_cart"]
        context = _context(app, session)
        try:
            await tool.call(context, {"product_id": body.product, "variant_id": body.variant, "quantity": body.quantity})
        except Exception as error:
            if type(error).__name__ in ("Refused", "Retry"):
                raise Problem(409, str(error)) from None
            raise
        return cart_data(context)


def _health(api: FastAPI, app: App) -> None:
    @api.get("/livez")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @api.get("/readyz")
    async def ready() -> JSONResponse:
        status = app.index.status()
        return JSONResponse({"status": "ok" if status["note"] is None else "degraded", **status})

    @api.api_route("/v1/{rest:path}", methods=["GET", "POST", "PUT", "DELETE"], include_in_schema=False)
    async def nothing(rest: str) -> Response:
        raise Problem(404, f"There is no /v1/{rest[:100]}; /docs lists what there is.")


def _stream(frames: AsyncIterator[Frame], after: int = 0) -> StreamingResponse:
    async def events() -> AsyncIterator[str]:
        number = 0
        async for frame in frames:
            number += 1
            if number > after:
                yield f"id: {number}\nevent: {frame.kind}\ndata: {json.dumps(frame.data, ensure_ascii=False)}\n\n"

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


def _context(app: App, session: Session) -> Context:
    return app.assistant.context(session, "")


def _language(language: str) -> str:
    return "zh" if language.startswith("zh") else "en"


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
