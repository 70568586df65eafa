"""Suggester: keeps a shop's suggestions fresh: its categories, brands, phrases and titles, and what shoppers look for."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from shop.store.store import Store

from .popular_queries import Query, popular
from .snapshot import Snapshot
from .suggestions import Entry, Suggestion, Suggestions
from .tokens import fold, has_chinese, units

_FRESH = 300.0  # seconds after which new searches are counted
_PAUSE = 30.0  # seconds between two makings, however much changes
_MOST_TITLES = 100_000
_MOST_PHRASES = 5000
_LEAST_PHRASE = 4  # products that hold it
_LONGEST_TITLE = 60  # characters: a longer one is no suggestion
_JOINING = frozenset(
    ["a", "an", "and", "by", "for", "from", "in", "inch", "of", "on", "or", "the", "to", "with", "without", "w", "x"]
)
_LOG_DAYS = 120
_DAY = 24 * 60 * 60 * 1000  # ms
# What an entry is worth by its kind, times how many products or searches stand behind it, dampened.
_WORTH = {"query": 3.0, "category": 2.0, "brand": 1.5, "phrase": 1.0, "product": 0.2}


class Suggester:
    """Thread-safe. `refresh` does the work and is called now and then in a thread of its own; `complete` never waits for it."""

    def __init__(self, snapshot: Callable[[], Snapshot], store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._snapshot = snapshot
        self._store = store
        self._clock = clock
        self._making = threading.Lock()
        self._made_from: object = None
        self._made_at = -_FRESH
        self._suggestions = Suggestions(())
        self._popular: list[Query] = []

    def complete(self, typed: str, k: int = 8, language: str = "en") -> list[Suggestion]:
        """What may be meant by what was typed so far; for nothing typed, what is trending, then popular, else the categories.

        `language` is that of the suggestions that nobody has begun to type, and of those that come first where letters may be
        pinyin as well.
        """
        if self._made_from is None:
            self.refresh()
        if typed.strip():
            found = self._suggestions.complete(typed, 3 * k)
            if typed.isascii():  # "sh" may begin a word, or be pinyin: the shopper's own language comes first
                found.sort(key=lambda item: has_chinese(item.entry.text) != (language == "zh"))
            return found[:k]
        first = sorted(self._popular, key=lambda query: (not query.trending, -query.popularity))
        queries = [Suggestion(Entry(query.text, "query", query.popularity)) for query in first]
        found = queries or [item for item in self._suggestions.complete("", 8 * k) if item.entry.kind == "category"]
        return [item for item in found if has_chinese(item.entry.text) == (language == "zh")][:k]

    def refresh(self) -> bool:
        """Make the suggestions again when the index or, after five minutes, the log may say something new; whether it did."""
        with self._making:
            snapshot, age = self._snapshot(), self._clock() - self._made_at
            if not (age >= _FRESH or (self._made_from is not snapshot.segments and age >= _PAUSE)):
                return False
            now = time.time_ns() // 1_000_000
            events = (event for batch in self._store.events.iterate(["search"], now - _LOG_DAYS * _DAY) for event in batch)
            self._popular = popular(events, now)
            self._suggestions = Suggestions((*self._queries(snapshot), *_names(snapshot), *self._titles()))
            self._made_from, self._made_at = snapshot.segments, self._clock()
            return True

    def _queries(self, snapshot: Snapshot) -> Iterator[Entry]:
        # What the shop has no longer is not suggested any more.
        for query in self._popular:
            if all(_holds(snapshot, unit.text) for unit in units(query.text) if not unit.chinese):
                yield Entry(query.text, "query", _WORTH["query"] * (1 + query.popularity) ** 0.5)

    def _titles(self) -> Iterator[Entry]:
        phrases: Counter[str] = Counter()
        titles: list[Entry] = []
        for batch in self._store.catalogue.iterate():
            for product in batch:
                languages = {product.title_in(language): language for language in (*product.translations, product.language)}
                for title, language in languages.items():
                    phrases.update(set(_phrases(title)))
                    if len(title) <= _LONGEST_TITLE and len(titles) < _MOST_TITLES:
                        where = next(reversed(product.category_in(language)), None)
                        titles.append(Entry(title, "product", _WORTH["product"] * _liked(product.reviews), where))
        yield from titles
        common = [(phrase, count) for phrase, count in phrases.most_common(_MOST_PHRASES) if count >= _LEAST_PHRASE]
        yield from (Entry(phrase, "phrase", _WORTH["phrase"] * count**0.5) for phrase, count in common)


def _names(snapshot: Snapshot) -> Iterator[Entry]:
    vocabulary = snapshot.vocabulary
    for kind in ("category", "brand"):
        for value in vocabulary.values(kind):
            weight = _WORTH[kind] * (1 + vocabulary.count(kind, value)) ** 0.5
            yield from (Entry(name, kind, weight) for name in _in_both(value, kind, snapshot))


def _in_both(value: str, kind: str, snapshot: Snapshot) -> Iterable[str]:
    return dict.fromkeys((value, *(snapshot.vocabulary.name_in(kind, value, language) for language in ("en", "zh"))))


def _phrases(title: str) -> Iterator[str]:
    # Two or three words in a row that say what a thing is: no number among them, and no word that only joins others.
    words = [(unit.start, unit.end) for unit in units(title) if not unit.chinese]
    for length in (2, 3):
        for place in range(len(words) - length + 1):
            phrase = fold(title[words[place][0] : words[place + length - 1][1]])
            parts = phrase.split(" ")
            if len(parts) == length and all(part.isalpha() and part not in _JOINING for part in parts):
                yield phrase


def _holds(snapshot: Snapshot, word: str) -> bool:
    return word in snapshot.statistics.frequency


def _liked(reviews: int) -> float:
    return float((1 + max(reviews, 0)) ** 0.25)
