"""Foresight: what a trained model says of products by their ids, and which product of the history says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .interactions import Interactions, Items
from .learned import Learned
from .linear import Scores

_MOST = 50  # products of a history that are read
_ASKED = 6  # of the latest, each is left out once to see what it says
_SURE = 0.3  # of the best score: what is less is no reason to name


class Foresight:
    """A `Learned` behind product ids. Thread-safe: nothing in it changes."""

    def __init__(self, learned: Learned, version: str) -> None:
        self.version = version
        self._learned = learned
        self._places = {id_: place for place, id_ in enumerate(learned.items)}

    def scores(self, history: Sequence[str], among: Iterable[str] | None = None, k: int = 100) -> dict[str, float]:
        """How likely each product is next, 1 for the likeliest of the shop: of those `among`, else of the k likeliest.

        Products that the model does not know, or that stand in the history, are left out.
        """
        read = self._read(history)
        if not len(read):
            return {}
        likely = _likely(self._learned.of_one(read), read)
        if among is None:
            best = np.argpartition(-likely, min(k, len(likely) - 1))[:k]
            return {self._learned.items[place]: float(likely[place]) for place in best.tolist() if likely[place] > 0}
        found = {id_: float(likely[self._places[id_]]) for id_ in among if id_ in self._places}
        return {id_: value for id_, value in found.items() if value > 0}

    def because(self, history: Sequence[str], scores: Mapping[str, float]) -> dict[str, str]:
        """By product, the product of the history without which it would score least.

        Each of the latest is left out in turn. Where none makes a product likelier, or it is not likely, there is no reason.
        """
        read = self._read(history)
        asked = list(dict.fromkeys(read[::-1].tolist()))[:_ASKED]
        sure = [id_ for id_, value in scores.items() if value >= _SURE]
        if not asked or not sure:
            return {}
        columns = [self._places[id_] for id_ in sure]
        variants = _batch([read, *(read[read != item] for item in asked)], self._learned.items)
        made = self._learned.scores(variants)[:, columns]
        drop = made[0] - made[1:]  # [asked, sure]
        best = drop.argmax(axis=0)
        return {
            id_: self._learned.items[asked[row]]
            for id_, row, worth in zip(sure, best.tolist(), drop.max(axis=0).tolist(), strict=True)
            if worth > 0
        }

    def _read(self, history: Sequence[str]) -> Items:
        known = [self._places[id_] for id_ in history if id_ in self._places]
        once = [item for n, item in enumerate(known) if n == 0 or known[n - 1] != item]
        return np.array(once[-_MOST:], np.int32)


def _likely(scores: Scores, read: Items) -> NDArray[np.float32]:
    # From the middle of the shop, 0, to its likeliest product, 1.
    middle = float(np.median(scores))
    made = (scores - middle) / max(float(scores.max()) - middle, 1e-9)
    made[read] = 0.0
    best = float(made.max(initial=0.0))
    clipped: NDArray[np.float32] = np.clip(made / best if best > 0 else made, 0.0, 1.0).astype(np.float32)
    return clipped


def _batch(histories: Sequence[Items], items: Sequence[str]) -> Interactions:
    ends = np.cumsum([len(history) for history in histories])
    return Interactions([""] * len(histories), items, np.concatenate(histories), ends)
