"""Context: what a tool may use while it works for one turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

from assistant.state import DialogueState, Language
from assistant.understanding.understanding import Understanding
from recommender.ranker import Ranker
from recommender.tastes import DISLIKED, LIKED
from retrieval.search import Searcher
from shop.candidate import Candidate
from shop.event import Event
from shop.product import Product, Variant
from shop.store.sessions import Session
from shop.store.store import Store

from ..recommending import Recommending
from .reply import Refused, Reply

P = ParamSpec("P")
T = TypeVar("T")
Emit = Callable[[str, Mapping[str, Any]], None]  # a frame's kind and data


@dataclass
class Context:
    """One turn. `understanding` is there once parse_intent has run; a tool changes `state` by replacing it."""

    store: Store
    searcher: Searcher
    ranker: Ranker
    session: Session
    state: DialogueState
    text: str
    currency: str
    language: Language = "en"
    understanding: Understanding | None = None
    events: Sequence[Event] = ()  # of this session, oldest first; none without the shopper's consent
    explore: float = 0.0  # share of the recommended lists whose last place is drawn
    emit: Emit = lambda kind, data: None
    answers: list[tuple[str, Reply | Refused]] = field(default_factory=list)  # what the tools gave back, in order
    found: Sequence[Candidate] = ()  # what this turn's search chose from, for whoever wants to know what they differ in
    pool: Executor | None = None  # where blocking work is done
    calls: list[dict[str, Any]] = field(default_factory=list)  # every tool call of the turn: name, arguments, ms

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do blocking work without holding up other conversations."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, partial(function, *args, **kwargs))

    @property
    def shopper(self) -> str | None:
        """Who is served personally: nobody without their consent."""
        return self.session.shopper if self.session.consent else None

    @property
    def preferences(self) -> Mapping[str, Sequence[str]]:
        """What this shopper has told the shop of their taste, by attribute, and in this conversation in words."""
        known = self.store.shoppers.get(self.shopper) if self.shopper else None
        tastes = self.understanding.tastes if self.understanding else self.state.tastes
        said = {LIKED: tastes.liked, DISLIKED: tastes.disliked}
        return {**(known.preferences if known else {}), **{name: words for name, words in said.items() if words}}

    @property
    def recommending(self) -> Recommending:
        """Recommends without any words."""
        return Recommending(self.store, self.ranker, self.explore)

    def variant_of(self, product: Product) -> Variant:
        """The variant whose card is on the screen, else the product's first."""
        card = self.state.card(product.id)
        return (product.variant(card.variant_id) if card else None) or product.variants[0]


current: ContextVar[Context] = ContextVar("aisle_context")
