"""Query cache: the answers to the latest questions, as long as nothing in the shop has changed since."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from .result import SearchResult
from .snapshot import Snapshot

_MOST = 512

State = tuple[Snapshot, int]


class QueryCache:
    """Keyed by the meaning: the whole Need with its filters, how many are wanted, and what is left out. Thread-safe.

    `state` is the snapshot that the answers were made from and the newest change to the catalogue; others empty the cache.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._state: State | None = None
        self._answers: OrderedDict[Hashable, SearchResult] = OrderedDict()
        self.hits = 0

    def get(self, state: State, asked: Hashable) -> SearchResult | None:
        """The answer to that question, or None."""
        with self._lock:
            if not _same(state, self._state):
                return None
            found = self._answers.get(asked)
            if found is not None:
                self._answers.move_to_end(asked)
                self.hits += 1
            return found

    def clear(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._answers.clear()

    def put(self, state: State, asked: Hashable, answer: SearchResult) -> None:
        """Keep the answer; the one that was not asked for longest makes room."""
        with self._lock:
            if not _same(state, self._state):
                self._state = state
                self._answers.clear()
            self._answers[asked] = answer
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)


def _same(one: State, other: State | None) -> bool:
    return other is not None and one[0] is other[0] and one[1] == other[1]
