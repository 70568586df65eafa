"""Conversation: one turn from the shopper's words to the last frame. History lives here, on the server."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakValueDictionary

from assistant.agent import Agent
from assistant.answering import Answering
from assistant.frames import Frame
from assistant.live import Live
from assistant.models import Model
from assistant.planner import Planner
from assistant.state import DialogueState
from assistant.steering import Steering
from assistant.tools.context import Context, current
from assistant.tools.registry import Registry
from recommender.ranker import Ranker
from retrieval.index import Index
from shop.errors import NotFound, Refused, StoreError
from shop.settings import Settings
from shop.store.sessions import Session
from shop.store.store import Store

_LOG = logging.getLogger("aisle")
_WORKERS = 4


class Assistant:
    """Answers turns. One session's turns run one after the other, different sessions' side by side."""

    def __init__(self, *, store: Store, index: Index, ranker: Ranker, settings: Settings, model: Model | None = None) -> None:
        """Without a `model` the built-in planner decides and the built-in writer writes."""
        self._store, self._index, self._ranker, self._settings, self._model = store, index, ranker, settings, model
        self.registry = Registry.load(settings.tools_path)
        steering = [Steering(model, self.registry, self._shop, settings.llm.timeout)] if model else []
        self._agent = Agent(Planner(registry=self.registry), self.registry, steering)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="aisle")
        self._live: dict[tuple[str, str], Live] = {}  # by session and turn
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def turn(self, session_id: str, text: str, *, turn_id: str | None = None, keep: bool = False) -> AsyncIterator[Frame]:
        """Answer one utterance. A turn_id that was answered before, or is being answered, gives the same frames again.

        Whoever stops listening stops the turn, unless `keep`: then it is answered to its end and can be asked for later.
        Raises NotFound for an unknown session, and Refused when the turn_id is another session's.
        """
        session = self._store.sessions.get(session_id)
        if session is None:
            raise NotFound(f"There is no session {session_id}; begin a new one.")
        turn_id = turn_id or f"t_{secrets.token_urlsafe(9)}"
        live = self._live.get((session_id, turn_id))
        if live is None and (before := self._store.messages.turn(turn_id)) is not None:
            if before.session != session_id:
                raise Refused(f"The turn_id {turn_id} is taken; choose another.")
            for stored in before.frames:
                yield Frame.model_validate(stored)
            return
        live = live or self._begin(session, turn_id, text)
        try:
            async for frame in live.follow():
                yield frame
        finally:
            if not keep and not live.ended:
                live.stop()

    async def follow(self, session_id: str, turn_id: str) -> AsyncIterator[Frame]:
        """The frames of a turn that this session has begun, from the first on. Raises NotFound when it has not."""
        if not self.has_turn(session_id, turn_id):
            raise NotFound(f"There is no turn {turn_id[:100]} in this session.")
        async for frame in self.turn(session_id, "", turn_id=turn_id, keep=True):
            yield frame

    def has_turn(self, session_id: str, turn_id: str) -> bool:
        """Whether the session has begun a turn of that id."""
        if (session_id, turn_id) in self._live:
            return True
        stored = self._store.messages.turn(turn_id)
        return stored is not None and stored.session == session_id

    async def stop(self, session_id: str, turn_id: str) -> bool:
        """Stop a turn of this session that is being answered; tell whether there was one."""
        live = self._live.get((session_id, turn_id))
        return live is not None and live.stop()

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, session: Session, turn_id: str, text: str) -> Live:
        text = text.encode("utf-8", "replace").decode("utf-8")  # half a character, as a browser may cut it, cannot be stored
        live = self._live[session.id, turn_id] = Live()
        live.task = asyncio.create_task(self._work(session, turn_id, text, live))
        live.task.add_done_callback(lambda task: self._end(session.id, turn_id, task))
        return live

    def _end(self, session_id: str, turn_id: str, task: asyncio.Task[None]) -> None:
        self._live.pop((session_id, turn_id)).end()
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("Turn %s could not be stored", turn_id, exc_info=error)

    async def _work(self, session: Session, turn_id: str, text: str, live: Live) -> None:
        lock = self._turns.setdefault(session.id, asyncio.Lock())
        async with lock:
            await self._answer(session, turn_id, text, live)

    async def _answer(self, session: Session, turn_id: str, text: str, live: Live) -> None:
        answering = Answering(self._store, self.context(session, text), turn_id, live, shop=self._shop(), model=self._model)
        try:
            current.set(answering.context)
            await answering.answer(self._agent)
        except asyncio.CancelledError:
            answering.stopped()
        except StoreError as error:
            _LOG.error("Turn %s was not stored: %s", turn_id, error)
            answering.failed()
        except Exception:  # a shopper never sees what broke; the page says that it did
            _LOG.exception("Turn %s failed", turn_id)
            answering.failed()

    def context(self, session: Session, text: str) -> Context:
        """What a tool may use in this session, whoever calls it."""
        state = DialogueState.model_validate(self._store.sessions.state(session.id) or {})
        language = state.language or ("zh" if (session.language or "").startswith("zh") else "en")
        return Context(
            store=self._store,
            searcher=self._index.searcher,
            ranker=self._ranker,
            session=session,
            state=state.model_copy(update={"language": language}),
            text=text,
            currency=self._store.facts.get("currency") or "USD",
            language=language,
            events=tuple(self._store.events.for_session(session.id)) if session.consent else (),
            explore=self._settings.ranking.explore,
            pool=self._pool,
        )

    def _shop(self) -> str:
        return self._settings.shop_name or self._store.facts.get("shop_name") or "Aisle"
