"""Context: what a tool may use while it works for one turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from assistant.state import DialogueState, Language
from assistant.understanding.understanding import Understanding
from recommender.ranker import Ranker
from retrieval.search import Searcher
from shop.event import Event
from shop.store.sessions import Session
from shop.store.store import Store

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
    events: Sequence[Event] = ()  # of this session, oldest first
    emit: Emit = lambda kind, data: None
    calls: list[dict[str, Any]] = field(default_factory=list)  # every tool call of the turn: name, arguments, ms


current: ContextVar[Context] = ContextVar("aisle_context")
