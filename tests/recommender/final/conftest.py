"""Lists that were shown, of which people choose what they like, and more often what stands first."""

from collections.abc import Iterator
from random import Random

import pytest

from recommender.final.outcomes import Outcomes
from shop.event import Event

SEEN = (1.0, 0.7, 0.5, 0.4, 0.3)


def shown(number: int, place: int, product: str, **features: float) -> Event:
    who = {"session": f"s{number}", "list_id": f"l{number}"}
    return Event(kind="shown", time=1000 * number, product=product, position=place, features={"asked": 1.0, **features}, **who)


def did(kind: str, number: int, product: str, after: int = 1, **more: object) -> Event:
    told = {"kind": kind, "time": 1000 * number + after, "session": f"s{number}", "product": product}
    return Event.model_validate({**told, **more})


def a_log(lists: int, worth: float, seed: int = 0) -> Iterator[Event]:
    """Who is shown five products likes those that are `next` by `worth`; the search's score says nothing."""
    drawn = Random(seed)
    for number in range(lists):
        likely = [drawn.random() for _ in SEEN]
        for place, value in enumerate(likely):
            yield shown(number, place, f"p{place}", search=0.5 + 0.1 * drawn.random(), next=value)
        for place, value in enumerate(likely):
            if drawn.random() < SEEN[place] * min(1.0, max(0.0, 0.3 + worth * (value - 0.5))):
                yield did("click", number, f"p{place}")
                if drawn.random() < 0.5:
                    yield did("add_to_cart", number, f"p{place}", 2)


@pytest.fixture(scope="module")
def telling() -> Outcomes:
    return Outcomes.of(a_log(900, 0.6))
