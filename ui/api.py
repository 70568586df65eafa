"""API: the whole HTTP surface of an open shop, one router a noun. The page is mounted on it afterwards."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from shop.errors import AisleError

from .body import BodyLimit
from .bootstrap import App, learn
from .cross_origin import CrossOrigin
from .limits import Limits
from .problems import LastResort, answer_problems
from .retraining import Retraining
from .routes import cart, chat, docs, events, health, owner, products, recommendations, rest, sessions, start, suggest, widget
from .security_headers import SecurityHeaders

_LOG = logging.getLogger("aisle")
_FOLLOW = 0.5  # seconds between two looks at the feed of changes
_PAUSE = 30.0  # after one that failed
_LEARN = 300.0  # seconds between two looks at what everybody does
_SUGGEST = 10.0  # seconds between two looks at whether the suggestions are old
_NOUNS = (
    sessions,
    start,
    chat,
    recommendations,
    products,
    suggest,
    cart,
    events,
    health,
    owner,
    widget,
    docs,
    rest,
)  # rest takes what is left of /v1


def create_app(app: App) -> FastAPI:
    """The whole HTTP surface of an open shop. It follows the catalogue's feed while it is up."""
    # FastAPI's own pages of documentation load their scripts from elsewhere.
    api = FastAPI(title="Aisle", version="1", lifespan=_lifespan(app), docs_url=None, redoc_url=None)
    api.state.app = app
    api.state.limits = Limits.of(app.settings.limits)
    answer_problems(api)
    for noun in _NOUNS:
        api.include_router(noun.router)
    api.mount("/media", StaticFiles(directory=app.folder.media), name="media")
    # The last one added is the first one asked.
    api.add_middleware(LastResort)
    api.add_middleware(BodyLimit, most=app.settings.limits.body_bytes)
    api.add_middleware(CrossOrigin, keys=app.store.keys)
    api.add_middleware(SecurityHeaders)
    return api


def _lifespan(app: App) -> Any:
    @asynccontextmanager
    async def following(api: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(task(app)) for task in (_follow, _suggest, _learn)]
        yield
        for task in tasks:
            task.cancel()

    return following


async def _suggest(app: App) -> None:
    while True:
        try:
            await asyncio.to_thread(app.suggester.refresh)
        except Exception as error:
            _LOG.error("The suggestions stay as they were: %s", error, exc_info=not isinstance(error, AisleError))
        await asyncio.sleep(_SUGGEST)


async def _learn(app: App) -> None:
    retraining = Retraining(app.settings, app.store)
    learned = app.store.events.seq()
    while True:
        try:
            await asyncio.to_thread(app.around.refresh)
            if (seq := await asyncio.to_thread(app.store.events.seq)) != learned:
                await asyncio.to_thread(learn, app.store, app.ranker, app.around)
                learned = seq
            due = await asyncio.to_thread(retraining.due) if app.owner else False
            if due:
                await retraining.run()
        except Exception as error:
            _LOG.error("The ranker stays as it was: %s", error, exc_info=not isinstance(error, AisleError))
        await asyncio.sleep(_LEARN)


async def _follow(app: App) -> None:
    # A disk that is full now must not cost the goods that come when it is not.
    while True:
        await asyncio.sleep(_FOLLOW)
        try:
            if app.follows:
                await asyncio.to_thread(app.take_over)
            await asyncio.to_thread(app.index.follow)
            await asyncio.to_thread(app.ranker.refresh)
        except Exception as error:
            _LOG.error("The search does not follow the catalogue: %s", error, exc_info=not isinstance(error, AisleError))
            await asyncio.sleep(_PAUSE)
