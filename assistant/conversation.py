"""Conversation: one turn from the shopper's words to the last frame. History lives here, on the server."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from assistant.agent import Agent
from assistant.cards import card
from assistant.chips import chips
from assistant.frames import Frame, FrameKind
from assistant.guard import Guard
from assistant.planner import Planner
from assistant.state import DialogueState, ShownCard
from assistant.tools.context import Context, current
from assistant.tools.registry import Registry
from assistant.tools.reply import Evidence, Reply
from assistant.wording import LABELS, SENTENCES, say
from assistant.writer import sentences
from recommender.ranker import Ranker
from retrieval.index import Index
from shop.errors import NotFound
from shop.event import Event
from shop.settings import Settings
from shop.store.messages import Turn
from shop.store.sessions import Session
from shop.store.store import Store

_LOG = logging.getLogger("aisle")
_WORKERS = 4
_CARD_TOOLS = ("search_products", "recommend")  # these replace the list on the screen
_MOST_SEEN = 200


class Assistant:
    """Answers turns. One session's turns run one after the other, different sessions' side by side."""

    def __init__(self, *, store: Store, index: Index, ranker: Ranker, settings: Settings) -> None:
        self._store, self._index, self._ranker, self._settings = store, index, ranker, settings
        self.registry = Registry.load(settings.tools_path)
        self._agent = Agent(Planner(registry=self.registry), self.registry)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="aisle")
        self._running: dict[str, asyncio.Task[None]] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    async def turn(self, session_id: str, text: str, *, turn_id: str | None = None) -> AsyncIterator[Frame]:
        """Answer one utterance. A turn_id that was answered before gives the same frames again. Raises NotFound."""
        session = self._store.sessions.get(session_id)
        if session is None:
            raise NotFound(f"There is no session {session_id}; begin a new one.")
        turn_id = turn_id or f"t_{secrets.token_urlsafe(9)}"
        async with self._turns.setdefault(session_id, asyncio.Lock()):
            before = self._store.messages.turn(turn_id)
            if before is not None and before.session == session_id:
                for stored in before.frames:
                    yield Frame.model_validate(stored)
                return
            queue: asyncio.Queue[Frame | None] = asyncio.Queue()
            work = asyncio.create_task(self._work(session, turn_id, text, queue))
            self._running[turn_id] = work
            try:
                while (frame := await queue.get()) is not None:
                    yield frame
                await work
            finally:
                self._running.pop(turn_id, None)
                work.cancel()

    async def stop(self, turn_id: str) -> bool:
        """Stop a turn that is being answered; tell whether there was one."""
        work = self._running.get(turn_id)
        if work is not None:
            work.cancel()
        return work is not None

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _work(self, session: Session, turn_id: str, text: str, queue: asyncio.Queue[Frame | None]) -> None:
        answering = _Answering(self._store, self.context(session, text), turn_id, queue, self._shop())
        try:
            current.set(answering.context)
            await answering.answer(self._agent)
        except asyncio.CancelledError:
            answering.stopped()
        except Exception:  # a shopper never sees what broke; the page says that it did
            _LOG.exception("Turn %s failed", turn_id)
            answering.failed()
        finally:
            queue.put_nowait(None)

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
            events=tuple(self._store.events.for_session(session.id)),
            pool=self._pool,
        )

    def _shop(self) -> str:
        return self._settings.shop_name or self._store.facts.get("shop_name") or "Aisle"


class _Answering:
    """One turn under way."""

    def __init__(self, store: Store, context: Context, turn_id: str, queue: asyncio.Queue[Frame | None], shop: str) -> None:
        self.context, self._store, self._turn, self._queue, self._shop = context, store, turn_id, queue, shop
        self._started = time.perf_counter()
        self._frames: list[Frame] = []
        self._reply: list[str] = []
        self._cards: list[dict[str, Any]] = []
        self._first_card: float | None = None
        self._shown: list[Event] = []
        context.emit = self._from_tool

    async def answer(self, agent: Agent) -> None:
        context = self.context
        self._emit("turn", {"turn_id": self._turn, "session": context.session.id, "language": context.language})
        await agent.run(context.text)
        state = self._next_state()
        before, context.state = context.state, state
        guard = Guard(self._facts(), said=context.text)
        for sentence in sentences(context, self._shop):
            if guard.allows(sentence):
                self._say(sentence)
        if not self._reply:
            self._say(say(SENTENCES, "unclear", context.language))
        offered = await context.run(chips, context, state.need, len(self._cards) or self._still_shown(before))
        self._emit("chips", {"chips": offered})
        self._done(offered, state)

    def _still_shown(self, before: DialogueState) -> int:
        searched = any(name in _CARD_TOOLS for name, _ in self.context.answers)
        return 0 if searched else len(before.shown)

    def stopped(self) -> None:
        """The shopper pressed stop: what was said so far is kept."""
        self._done([], self.context.state)

    def failed(self) -> None:
        detail = say(SENTENCES, "broken", self.context.language)
        self._emit("error", {"title": "error", "detail": detail})
        self._say(detail)
        self._done([], self.context.state)

    def _from_tool(self, kind: str, data: Mapping[str, Any]) -> None:
        if kind != "tool":
            self._emit(kind, data)  # type: ignore[arg-type]
            return
        count = f"{self._store.catalogue.count().products:,}" if data["name"] == "search_products" else ""
        label = say(LABELS, data["name"], self.context.language, count=count) if data["name"] in LABELS else data["name"]
        self._emit("tool", {**data, "label": label})
        if data["state"] == "end" and self.context.answers:
            name, answer = self.context.answers[-1]
            if name == data["name"] and isinstance(answer, Reply) and answer.cards:
                self._show(answer)

    def _show(self, answer: Reply) -> None:
        cards = [card(item, self.context.language) for item in answer.cards]
        list_id = f"l_{secrets.token_urlsafe(6)}"
        self._first_card = self._first_card or self._ms()
        self._cards += cards
        self._emit("cards", {"list_id": list_id, "cards": cards, "relaxed": answer.data.get("relaxed", [])})
        now = time.time_ns() // 1_000_000
        session = self.context.session
        self._shown += [
            Event(
                kind="shown",
                time=now,
                shopper=session.shopper,
                session=session.id,
                turn=self._turn,
                list_id=list_id,
                position=place,
                product=item["id"],
                variant=item["variant"],
                consent=session.consent,
            )
            for place, item in enumerate(cards)
        ]

    def _facts(self) -> list[Evidence]:
        answers = [answer for _, answer in self.context.answers]
        refusals = [Evidence(kind="policy", value=str(answer)) for answer in answers if not isinstance(answer, Reply)]
        return [*refusals, *(fact for answer in answers if isinstance(answer, Reply) for fact in answer.evidence)]

    def _next_state(self) -> DialogueState:
        state, understood = self.context.state, self.context.understanding
        if understood is None:
            return state
        changes: dict[str, Any] = {"need": understood.need, "language": understood.language}
        seen = state.seen if understood.need == state.need else ()
        for name, answer in self.context.answers:
            if not isinstance(answer, Reply):
                continue
            if name in _CARD_TOOLS:
                shown = tuple(ShownCard.of(item) for item in answer.cards)
                seen = (*seen, *(item.product_id for item in shown))[-_MOST_SEEN:]
                listed = "recommend" if name == "recommend" else "search"
                changes |= {"focus": None, "listed": listed} | ({"shown": shown} if shown else {})
            elif name == "product_details" and answer.cards:
                changes["focus"] = answer.cards[0].product.id
            elif name == "update_cart":
                changes["focus"] = answer.data["product"]
        if understood.has("reset") and not understood.has("search"):
            changes |= {"shown": (), "focus": None}
        return state.model_copy(update={**changes, "seen": tuple(dict.fromkeys(seen))})

    def _say(self, sentence: str) -> None:
        joint = "" if not self._reply or self.context.language == "zh" else " "
        self._reply.append(joint + sentence)
        self._emit("text", {"delta": joint + sentence})

    def _done(self, offered: list[dict[str, str]], state: DialogueState) -> None:
        context = self.context
        understood = context.understanding
        reply = "".join(self._reply)
        data = {
            "reply": reply,
            "products": self._cards,
            "need": state.need.to_json(),
            "intents": [intent.model_dump() for intent in understood.intents] if understood else [],
            "chips": offered,
            "tools": context.calls,
            "language": context.language,
            "ms": {"total": self._ms(), "first_card": self._first_card},
        }
        self._emit("done", data)
        turn = Turn(
            id=self._turn,
            session=context.session.id,
            time=time.time_ns() // 1_000_000,
            text=understood.text if understood else context.text[:2000],
            reply=reply,
            language=context.language,
            frames=[frame.model_dump() for frame in self._frames],
            tools=context.calls,
        )
        self._store.messages.add_turn(turn, state=state.model_dump(mode="json"), events=self._shown)

    def _emit(self, kind: FrameKind, data: Mapping[str, Any]) -> None:
        frame = Frame(kind=kind, data=dict(data))
        self._frames.append(frame)
        self._queue.put_nowait(frame)

    def _ms(self) -> float:
        return round((time.perf_counter() - self._started) * 1000, 1)
