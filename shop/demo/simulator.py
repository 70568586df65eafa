"""Simulator: lets customers with hidden tastes browse and buy for four months, and writes down what they do.

A customer's session picks a line of goods (by taste, or the complement of the last purchase: phone, then case), then looks
at products one after another. The next one is drawn by a softmax over pleasure, plus a pull towards the brand and the price
of the one before; pleasure also decides about clicking, carting and buying. So there is something personal and something
sequential to learn, and `tastes(seed)` tells the truth to a test.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import numpy as np
from numpy.typing import NDArray

from shop.event import Event, Kind
from shop.product import Variant
from shop.shopper import Shopper

from .catalogue import Made
from .day import DEFAULT_DAY
from .line import Line, lines
from .people import make_people
from .tables import table
from .taste import Taste, draw_taste

DAYS = 120
_SESSIONS = 18  # of the average customer
_SAME_BRAND = 0.9
_SAME_PRICE = 1.6
_MORNING, _EVENING = 7, 23

__all__ = ["DAYS", "Purchase", "Simulation", "Taste", "simulate", "tastes"]


@dataclass(frozen=True)
class Purchase:
    """What one session bought: made product, variant and how many."""

    shopper: Shopper
    time: datetime
    lines: tuple[tuple[Made, Variant, int], ...]


@dataclass(frozen=True)
class Simulation:
    """The event log in time order, the purchases in it, and the truth behind both."""

    events: tuple[Event, ...]
    purchases: tuple[Purchase, ...]
    tastes: dict[str, Taste]


def tastes(seed: int) -> dict[str, Taste]:
    """The hidden taste of every customer of the shop of that seed, by customer id."""
    return {person.id: draw_taste(person, lines(), seed) for person in make_people(seed, DEFAULT_DAY)}


def simulate(seed: int, today: date, made: Sequence[Made], people: Sequence[Shopper]) -> Simulation:
    """Everything that the customers did in the `DAYS` days before today."""
    shelves = _shelves(made)
    truth = {person.id: draw_taste(person, lines(), seed) for person in people}
    visits = [_Visits(person, truth[person.id], shelves, seed, today) for person in people]
    events = sorted((event for visit in visits for event in visit.walk()), key=lambda event: event.time)
    purchases = sorted((each for visit in visits for each in visit.purchases), key=lambda each: (each.time, each.shopper.id))
    return Simulation(tuple(events), tuple(purchases), truth)


@dataclass(frozen=True)
class _Shelf:
    """The products of one line, with what the walk needs as columns."""

    line: Line
    made: list[Made]
    grades: NDArray[np.float64]
    brands: NDArray[np.str_]
    created: NDArray[np.float64]


def _shelves(made: Sequence[Made]) -> dict[str, _Shelf]:
    found: dict[str, list[Made]] = {}
    for each in made:
        found.setdefault(each.draft.line.id, []).append(each)
    return {name: _shelf(group) for name, group in found.items()}


def _shelf(made: list[Made]) -> _Shelf:
    return _Shelf(
        line=made[0].draft.line,
        made=made,
        grades=np.array([each.draft.grade for each in made]),
        brands=np.array([each.draft.brand.en for each in made]),
        created=np.array([each.product.created.timestamp() if each.product.created else 0.0 for each in made]),
    )


class _Visits:
    """One customer's four months. Its state is the walk's: the clock, the next complement, what was bought."""

    def __init__(self, person: Shopper, taste: Taste, shelves: dict[str, _Shelf], seed: int, today: date) -> None:
        self.person, self.taste, self.shelves = person, taste, shelves
        self.random = Random(f"{seed}/{person.id}/visits")
        self.numbers = np.random.default_rng([seed, int(person.id.removeprefix("C-"))])
        self.first_day = datetime.combine(today, time(0), UTC) - timedelta(days=DAYS)
        self.purchases: list[Purchase] = []
        self.wanted: str | None = None  # the line of the complement they are after
        self.pleasures = {name: np.array([taste.pleasure(each) for each in shelf.made]) for name, shelf in shelves.items()}

    def walk(self) -> Iterator[Event]:
        """The events of all sessions, in time order."""
        count = max(3, round(_SESSIONS * self.taste.activity))
        starts = sorted(self._start() for _ in range(count))
        for number, start in enumerate(starts):
            yield from self._session(f"demo-{self.person.id}-{number}", start)

    def _start(self) -> datetime:
        day = self.random.randrange(DAYS)
        hour = self.random.triangular(_MORNING, _EVENING, 20)
        return self.first_day + timedelta(days=day, hours=hour, milliseconds=self.random.randrange(1000))

    def _session(self, session: str, start: datetime) -> Iterator[Event]:
        shelf = self.shelves[self._line()]
        clock, basket = start, list[tuple[Made, Variant, int]]()
        if self.random.random() < 0.3:
            yield self._event("search", clock, session, query=self._query(shelf))
        for place in self._looked_at(shelf, start):
            made, pleasure = shelf.made[place], float(self.pleasures[shelf.line.id][place])
            variant = self._variant(made)
            for kind in self._reactions(pleasure):
                clock += timedelta(seconds=self.random.uniform(4, 70))
                yield self._event(kind, clock, session, made, None if kind == "view" else variant)
                if kind == "add_to_cart":
                    basket.append((made, variant, 1))
        if basket and self.random.random() < 0.62:
            yield from self._buy(basket, clock + timedelta(seconds=45), session)

    def _line(self) -> str:
        if self.wanted and self.random.random() < self.taste.follows_up:
            line, self.wanted = self.wanted, None
            return line
        if self.random.random() < 0.08:
            return self.random.choice(sorted(self.shelves))
        return self.random.choices([*self.taste.lines], [*self.taste.lines.values()])[0]

    def _looked_at(self, shelf: _Shelf, when: datetime) -> Iterator[int]:
        """Places on the shelf, one after another, none twice."""
        logits = self.pleasures[shelf.line.id] + np.where(shelf.created < when.timestamp(), 0.0, -np.inf)
        for _ in range(min(int((logits > -np.inf).sum()), 3 + int(self.random.expovariate(0.3)))):
            place = int(np.argmax(logits + self.numbers.gumbel(size=len(logits))))
            yield place
            logits[place] = -np.inf
            near = _SAME_BRAND * (shelf.brands == shelf.brands[place]) - _SAME_PRICE * np.abs(
                shelf.grades - shelf.grades[place]
            )
            logits = np.where(np.isneginf(logits), logits, self.pleasures[shelf.line.id] + near)

    def _reactions(self, pleasure: float) -> Iterator[Kind]:
        yield "view"
        if self.random.random() > _chance(pleasure - 0.4):
            return
        yield "click"
        if self.random.random() < 0.08:
            yield "favourite"
        if self.random.random() < _chance(pleasure - 1.7):
            yield "add_to_cart"

    def _buy(self, basket: list[tuple[Made, Variant, int]], clock: datetime, session: str) -> Iterator[Event]:
        for made, variant, _ in basket:
            yield self._event("buy", clock, session, made, variant, value=float(variant.price.major) if variant.price else None)
        self.purchases.append(Purchase(self.person, clock, tuple(basket)))
        after = table("complements").get(basket[-1][0].draft.line.id)
        self.wanted = self.random.choice(after) if after else None

    def _variant(self, made: Made) -> Variant:
        """The size they wear, in a colour they like where there is one."""
        fits = [variant for variant in made.product.variants if variant.options.get("size") in self._sizes()]
        pool = fits or [*made.product.variants]
        liked = [variant for variant in pool if variant.options.get("color") in self.taste.colors]
        return self.random.choice(liked or pool)

    def _sizes(self) -> set[str]:
        return {*self.person.preferences["size"], *self.person.preferences["shoe size"]}

    def _query(self, shelf: _Shelf) -> str:
        return self.random.choice(shelf.line.styles).noun.in_(self.person.language or "en").lower()

    def _event(
        self,
        kind: Kind,
        clock: datetime,
        session: str,
        made: Made | None = None,
        variant: Variant | None = None,
        query: str | None = None,
        value: float | None = None,
    ) -> Event:
        return Event(
            kind=kind,
            time=int(clock.timestamp() * 1000),
            shopper=self.person.id,
            session=session,
            product=made.product.id if made else None,
            variant=variant.id if variant else None,
            query=query,
            value=value,
        )


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
