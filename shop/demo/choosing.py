"""Choosing: what the demo's customers ask for, and what they do with the lists that they are shown.

The simulator lets them walk along the shelves. Here they ask in words, and choose from what some ranker makes of it: by their
hidden tastes, and less often from places further down, which fewer look at.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from shop.event import Kind
from shop.shopper import Shopper

from .catalogue import Made, make_products
from .color import palette
from .line import Line, lines
from .people import make_people
from .taste import Taste, draw_taste

_SEEN = (1.0, 0.8, 0.65, 0.5, 0.4, 0.33, 0.28, 0.25)  # the share of those that look at each place
_COLORED = 0.25  # of what is asked for names a colour
_HESITATION = 0.4  # logits that pleasure must overcome
_OTHER_LINE = 3.0  # ... and more where it is not what was asked for
_CART, _BUY = 1.3, 0.62


@dataclass(frozen=True)
class Asking:
    """Who asks for what, and when: UTC milliseconds."""

    shopper: Shopper
    session: str
    time: int
    text: str
    line: Line


class Choosers:
    """The customers of the demo shop of a seed, in the two days before today. The same arguments make the same choices."""

    def __init__(self, seed: int, today: date) -> None:
        self.seed, self._today = seed, today
        self._made: dict[str, Made] = {each.product.id: each for each in make_products(seed, today)}
        self._people = make_people(seed, today)
        self._tastes = {person.id: draw_taste(person, lines(), seed) for person in self._people}
        self._lines = {line.id: line for line in lines()}

    def askings(self, count: int, which: str = "first") -> Iterator[Asking]:
        """In the order of time. Others by another name are drawn apart."""
        drawn = Random(f"{self.seed}/askings/{which}")
        first = datetime.combine(self._today, time(0), UTC) - timedelta(days=2)
        step = timedelta(days=2) / (count + 1)
        active = [self._tastes[person.id].activity for person in self._people]
        for number in range(count):
            person = drawn.choices(self._people, active)[0]
            taste = self._tastes[person.id]
            line = self._lines[drawn.choices([*taste.lines], [*taste.lines.values()])[0]]
            text = self._words(drawn, person, taste, line)
            when = int((first + step * (number + 1)).timestamp() * 1000)
            yield Asking(person, f"demo-{person.id}-{which}-{number}", when, text, line)

    def choices(self, asking: Asking, shown: Sequence[str]) -> Iterator[tuple[str, Kind]]:
        """What they do with the products of the list, the first one first."""
        drawn, taste = Random(f"{self.seed}/{asking.session}/choices"), self._tastes[asking.shopper.id]
        for place, id_ in enumerate(shown):
            wanted = self.pleasure(asking, id_) - _HESITATION
            if drawn.random() > _SEEN[min(place, len(_SEEN) - 1)] * _chance(wanted):
                continue
            yield id_, "click"
            if drawn.random() < _chance(taste.pleasure(self._made[id_]) - _HESITATION - _CART):
                yield id_, "add_to_cart"
                if drawn.random() < _BUY:
                    yield id_, "buy"

    def pleasure(self, asking: Asking, id_: str) -> float:
        """The truth, in logits: how much the product pleases who asked, as an answer to what they asked for."""
        made = self._made[id_]
        return self._tastes[asking.shopper.id].pleasure(made) - _OTHER_LINE * (made.draft.line.id != asking.line.id)

    def _words(self, drawn: Random, person: Shopper, taste: Taste, line: Line) -> str:
        language = person.language or "en"
        style = drawn.choice(line.styles)
        noun = style.noun.in_(language).lower()
        colors = [palette()[name].name.in_(language).lower() for name in style.colors if name in taste.colors]
        if not (line.colored and colors) or drawn.random() > _COLORED:
            return noun
        return f"{drawn.choice(colors)}{'' if language == 'zh' else ' '}{noun}"


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
