"""Foresight: what a trained model says of products by their ids, and which product of the history says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from shop.product import Product

from .final.model import FinalRanker
from .interactions import Items
from .learned import Learned, Outlook
from .linear import Scores
from .shop_log import described

_MOST = 50  # products of a history that are read
_WALLET = 10  # products that tell how dear a shopper likes things
_ASKED = 6  # of the latest, each is left out once to see what it says
_TELLING = 0.1  # share of a score that a reason must be worth
_SURE = 0.3  # of the best score: what is less is no reason to name


class Foresight:
    """A `Learned` behind product ids. Thread-safe: nothing in it changes."""

    def __init__(self, learned: Learned, version: str) -> None:
        self.version = version
        self._learned = learned
        self._places = {id_: place for place, id_ in enumerate(learned.items)}
        self._fresh = np.flatnonzero(~learned.taken())

    @property
    def final(self) -> FinalRanker | None:
        """What orders goods that are shown, where that was learned."""
        return self._learned.final

    def as_dear(self, history: Sequence[str], ids: Iterable[str]) -> dict[str, float]:
        """Which of the products are as dear for their kinds as what was taken last: 1 as dear, -1 as far off as can be."""
        dear = self._learned.dear
        taken = [dear[id_] for id_ in history[-_WALLET:] if id_ in dear]
        if not taken:
            return {}
        mean = sum(taken) / len(taken)
        return {id_: 1 - 2 * abs(dear[id_] - mean) for id_ in ids if id_ in dear}

    def knows(self, product: str) -> bool:
        """Whether it can say anything of the product."""
        return product in self._places

    def knowing(self, products: Iterable[Product]) -> Foresight:
        """The same with goods that came since it was trained, by the words that describe them."""
        new = described((product for product in products if not self.knows(product.id)), all_of_them=False)
        return Foresight(self._learned.knowing(new), self.version) if new else self

    def look(self, history: Sequence[str]) -> View | None:
        """What comes next after the history, the oldest first; None when the model has nothing to say."""
        known = [self._places[id_] for id_ in history if id_ in self._places]
        once = [item for n, item in enumerate(known) if n == 0 or known[n - 1] != item]
        if not once:
            return None
        outlook = self._learned.of_one(np.array(once[-_MOST:], np.int32))
        view = View(outlook, self._learned.items, self._places, self._fresh)
        return view if view.says_anything else None


class View:
    """What a model says after one history."""

    def __init__(self, outlook: Outlook, items: Sequence[str], places: Mapping[str, int], fresh: NDArray[np.int64]) -> None:
        self._outlook, self._items, self._places, self._fresh = outlook, items, places, fresh
        self._likely = _likely(outlook.scores, outlook.history)

    @property
    def says_anything(self) -> bool:
        """Whether any product is likelier than another."""
        return bool(self._likely.any())

    def scores(self, among: Iterable[str] | None = None, k: int = 100) -> dict[str, float]:
        """How likely each product is next, 1 for the likeliest of the shop: of those `among`, else of the k likeliest.

        Products that the model does not know, or that stand in the history, are left out.
        """
        likely = self._likely
        if among is None:
            best = np.argpartition(-likely, min(k, len(likely) - 1))[:k]
            return {self._items[place]: float(likely[place]) for place in best.tolist() if likely[place] > 0}
        found = {id_: float(likely[self._places[id_]]) for id_ in among if id_ in self._places}
        return {id_: value for id_, value in found.items() if value > 0}

    def newcomers(self, k: int) -> list[str]:
        """Of the products that nobody had taken, known by their words alone, the k likeliest, the best first."""
        order = np.argsort(-self._outlook.scores[self._fresh], kind="stable")
        there = set(self._outlook.history.tolist())
        return [self._items[place] for place in self._fresh[order].tolist() if place not in there][:k]

    def because(self, ids: Sequence[str]) -> dict[str, str]:
        """By product, the product of the history without which it would score least.

        Each of the latest is left out in turn. Where none makes it much likelier, or it is not likely, there is no reason.
        """
        asked = list(dict.fromkeys(self._outlook.history[::-1].tolist()))[:_ASKED]
        places = {id_: self._places[id_] for id_ in ids if id_ in self._places}
        sure = [id_ for id_, place in places.items() if self._likely[place] >= _SURE]
        if not sure:
            return {}
        columns = np.array([places[id_] for id_ in sure], np.int64)
        whole = self._outlook.scores[columns]
        drop = (whole - self._outlook.without(asked, columns)) / whole  # [asked, sure], shares of the score
        best, worth = drop.argmax(axis=0), drop.max(axis=0)
        return {
            id_: self._items[asked[row]]
            for id_, row, by in zip(sure, best.tolist(), worth.tolist(), strict=True)
            if by >= _TELLING
        }


def _likely(scores: Scores, history: Items) -> NDArray[np.float32]:
    # From what is like any other, 0, to the likeliest product of the shop, 1.
    made: NDArray[np.float32] = np.maximum(scores, 0.0)
    made[history] = 0.0
    best = made.max(initial=0.0)
    if best > 0:
        made /= best
    return made
