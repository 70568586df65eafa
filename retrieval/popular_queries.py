"""Popular queries: what shoppers search for, out of the event log, each day counting less the longer ago it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from shop.event import Event

from .tokens import fold

_DAY = 24 * 60 * 60 * 1000.0  # ms
_HALF_LIFE = 30.0  # days until a search counts half
_SHORT_HALF_LIFE = 2.0  # days: what is searched now
_SESSIONS = 3  # different ones, before a query is suggested to others
_TRENDING = 2.0  # times its own usual rate
_LONGEST = 60  # characters
# Numbers of people and cards, addresses, links.
_PRIVATE = re.compile(r"\d[\d\s-]{5,}\d|@|https?:|www\.", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Query:
    """A text that was searched for: its decayed count, how much more it is searched for than usual, and when last (ms)."""

    text: str
    popularity: float
    trend: float
    last: int

    @property
    def trending(self) -> bool:
        """Whether it is searched for much more than it used to be."""
        return self.trend >= _TRENDING


@dataclass(frozen=True)
class Unanswered:
    """A text that found nothing, how often that was, and when last (ms)."""

    text: str
    count: int
    last: int


def popular(events: Iterable[Event], now: int) -> list[Query]:
    """What at least three sessions searched for and found, the most popular first; nothing that looks private."""
    count: defaultdict[str, float] = defaultdict(float)
    recent: defaultdict[str, float] = defaultdict(float)
    last: dict[str, int] = {}
    sessions: defaultdict[str, set[str]] = defaultdict(set)
    for event in events:
        text = normal(event.query or "")
        # A session counts once for a text: nobody makes a query popular alone.
        if not text or not event.value or not event.session or event.session in sessions[text]:
            continue
        sessions[text].add(event.session)
        age = max(now - event.time, 0) / _DAY
        count[text] += 0.5 ** (age / _HALF_LIFE)
        recent[text] += 0.5 ** (age / _SHORT_HALF_LIFE)
        last[text] = max(event.time, last.get(text, 0))
    kept = [text for text in count if len(sessions[text]) >= _SESSIONS]
    found = [Query(text, count[text], _trend(count[text], recent[text]), last[text]) for text in kept]
    return sorted(found, key=lambda query: (-query.popularity, query.text))


def unanswered(events: Iterable[Event]) -> list[Unanswered]:
    """What found nothing, the most frequent first. It is for the shop's own people, who may read what was typed."""
    count: Counter[str] = Counter()
    last: dict[str, int] = {}
    for event in events:
        text = normal(event.query or "", private=True)
        if text and event.value == 0:
            count[text] += 1
            last[text] = max(event.time, last.get(text, 0))
    return [Unanswered(text, number, last[text]) for text, number in count.most_common()]


def normal(text: str, *, private: bool = False) -> str:
    """The text in the form under which searches are counted; empty when it is too long or, unless `private`, looks private."""
    text = _SPACES.sub(" ", fold(text)).strip()
    return "" if len(text) > _LONGEST or (not private and _PRIVATE.search(text)) else text


def _trend(count: float, recent: float) -> float:
    # At a steady rate both sums stand in the ratio of the half-lives.
    return recent / count * _HALF_LIFE / _SHORT_HALF_LIFE if count else 0.0
