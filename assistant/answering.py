"""Answering: one turn under way, from the agent's first call to the stored message."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

from assistant.agent import Agent
from assistant.cards import card
from assistant.chips import chips
from assistant.frames import Frame, FrameKind
from assistant.live import Live
from assistant.models import Model
from assistant.speaking import spoken
from assistant.state import DialogueState, ShownCard
from assistant.tools.context import Context
from assistant.tools.reply import Reply
from assistant.wording import LABELS, SENTENCES, say
from recommender.final.features import kept
from shop.errors import StoreError
from shop.event import Event
from shop.store.messages import Turn
from shop.store.store import Store

_CARD_TOOLS = ("search_products", "recommend")  # these replace the list on the screen
_MOST_SEEN = 200
_MOST_TOLD = 20
_MOST_CARDS = 5


class Answering:
    """One turn under way."""

    def __init__(
        self, store: Store, context: Context, turn_id: str, live: Live, *, shop: str, model: Model | None = None
    ) -> None:
        self.context, self._store, self._turn, self._live = context, store, turn_id, live
        self._shop, self._model = shop, model
        self._started = time.perf_counter()
        self._reply: list[str] = []
        self._cards: list[dict[str, Any]] = []
        self._places: dict[str, int] = {}  # of the products that have a card in this turn
        self._first_card: float | None = None
        self._shown: list[Event] = []
        context.emit = self._from_tool

    async def answer(self, agent: Agent) -> None:
        """Understand, act, show cards, say it in words, and store the turn."""
        context = self.context
        self._emit("turn", {"turn_id": self._turn, "session": context.session.id, "language": context.language})
        await agent.run(context.text)
        state = self._next_state()
        before, context.state = context.state, state
        async with aclosing(spoken(context, self._shop, self._model)) as stream:
            async for sentence in stream:
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
        self._done([], self.context.state, must_be_kept=False)

    def failed(self) -> None:
        """Something broke: the shopper is told that it did, not what."""
        detail = say(SENTENCES, "broken", self.context.language)
        self._emit("error", {"title": "error", "detail": detail})
        self._say(detail)
        self._done([], self.context.state, must_be_kept=False)

    def _from_tool(self, kind: str, data: Mapping[str, Any]) -> None:
        if kind != "tool":
            self._emit(kind, data)  # type: ignore[arg-type]
            return
        count = f"{self._store.catalogue.count().products:,}" if data["name"] == "search_products" else ""
        label = say(LABELS, data["name"], self.context.language, count=count) if data["name"] in LABELS else data["name"]
        self._emit("tool", {**data, "label": label})
        if data["state"] == "end" and self.context.answers:
            name, answer = self.context.answers[-1]
            if name == data["name"] and isinstance(answer, Reply):
                self._log_search(name, answer)
                if answer.cards:
                    self._show(answer)

    def _log_search(self, name: str, answer: Reply) -> None:
        # What was looked for and how much there is of it; only of those who agreed to be remembered.
        session, understood = self.context.session, self.context.understanding
        if name != "search_products" or not session.consent or not (understood and understood.need.query):
            return
        self._shown.append(
            Event(
                kind="search",
                time=time.time_ns() // 1_000_000,
                shopper=session.shopper,
                session=session.id,
                turn=self._turn,
                query=understood.need.query,
                value=float(answer.data.get("total", 0)),
                consent=True,
            )
        )

    def _show(self, answer: Reply) -> None:
        fresh = [item for item in answer.cards if item.product.id not in self._places][: self._room()]
        if not fresh:
            return
        cards = [card(item, self.context.language) for item in fresh]
        self._places |= {item.product.id: len(self._places) + place for place, item in enumerate(fresh)}
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
                ranker_version=self.context.ranker.name,
                propensity=shown.propensity,
                consent=session.consent,
                features=kept(shown.scores) if session.consent else None,
            )
            for place, (item, shown) in enumerate(zip(cards, fresh, strict=True))
        ]

    def _room(self) -> int:
        # Five products a turn, unless more were asked for.
        asked = [call["arguments"].get("count") for call in self.context.calls]
        return max([_MOST_CARDS, *(count for count in asked if isinstance(count, int))]) - len(self._cards)

    def _next_state(self) -> DialogueState:
        state, understood = self.context.state, self.context.understanding
        if understood is None:
            return state
        # What finds nothing is not built upon: "not black, please" goes back to what was there before.
        need = state.need if self._found_nothing() else understood.need
        changes: dict[str, Any] = {"need": need, "language": understood.language, "tastes": understood.tastes}
        seen = state.seen if understood.need == state.need else ()
        shown: tuple[ShownCard, ...] = ()
        told = list(state.told)
        for name, answer in self.context.answers:
            if not isinstance(answer, Reply):
                continue
            told += [(item.product.id, item.variant.id) for item in answer.cards]
            if name in _CARD_TOOLS:
                shown = (*shown, *(ShownCard.of(item) for item in answer.cards if item.product.id in self._places))
                seen = (*seen, *(item.product_id for item in shown))[-_MOST_SEEN:]
                listed = "recommend" if name == "recommend" else "search"
                changes |= {"focus": None, "listed": listed} | ({"shown": shown} if shown else {})
            elif name == "product_details" and answer.cards:
                changes["focus"] = answer.cards[0].product.id
            elif name == "update_cart":
                changes["focus"] = answer.data["product"]
        if understood.has("reset") and not understood.has("search"):
            changes |= {"shown": (), "focus": None}
        changes["told"] = tuple(dict(told).items())[-_MOST_TOLD:]
        return state.model_copy(update={**changes, "seen": tuple(dict.fromkeys(seen))})

    def _found_nothing(self) -> bool:
        searched = [answer for name, answer in self.context.answers if name == "search_products" and isinstance(answer, Reply)]
        return bool(searched) and not any(answer.cards or answer.data.get("more") for answer in searched)

    def _say(self, sentence: str) -> None:
        joint = "" if not self._reply or self.context.language == "zh" else " "
        self._reply.append(joint + sentence)
        self._emit("text", {"delta": joint + sentence})

    def _done(self, offered: list[dict[str, str]], state: DialogueState, *, must_be_kept: bool = True) -> None:
        done = Frame(kind="done", data=self._told(offered, state))
        try:
            self._keep(done, state)
        except StoreError:  # the disk is full, say; whoever was told that something broke still gets the end
            if must_be_kept:
                raise
        self._live.add(done)

    def _told(self, offered: list[dict[str, str]], state: DialogueState) -> dict[str, Any]:
        context = self.context
        understood = context.understanding
        return {
            "reply": "".join(self._reply),
            "products": self._cards,
            "need": (understood.need if understood else state.need).to_json(),
            "intents": [intent.model_dump() for intent in understood.intents] if understood else [],
            "chips": offered,
            "tools": context.calls,
            "language": context.language,
            "ms": {"total": self._ms(), "first_card": self._first_card},
        }

    def _keep(self, done: Frame, state: DialogueState) -> None:
        context = self.context
        turn = Turn(
            id=self._turn,
            session=context.session.id,
            time=time.time_ns() // 1_000_000,
            text=context.understanding.text if context.understanding else context.text[:2000],
            reply=done.data["reply"],
            language=context.language,
            frames=[frame.model_dump() for frame in (*self._live.frames, done)],
            tools=context.calls,
        )
        self._store.messages.add_turn(turn, state=state.model_dump(mode="json"), events=self._shown)

    def _emit(self, kind: FrameKind, data: Mapping[str, Any]) -> None:
        frame = Frame(kind=kind, data=dict(data))
        self._live.add(frame)

    def _ms(self) -> float:
        return round((time.perf_counter() - self._started) * 1000, 1)
