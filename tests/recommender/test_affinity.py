from itertools import count

import pytest

from recommender.affinity import Affinity
from shop.event import Event

CLOCK = count(1)


def did(kind: str, who: str, product: str | None = None, **more: object) -> Event:
    told = {"kind": kind, "time": next(CLOCK), "session": who, "product": product, **more}
    return Event.model_validate(told)


def searched(who: str, query: str, *chosen: str) -> list[Event]:
    return [did("search", who, query=query), *(did("click", who, id_) for id_ in chosen)]


def test_what_most_choose_after_the_same_words_leads() -> None:
    log = [event for n in range(8) for event in searched(f"s{n}", "Red boots", "a", *(["b"] if n < 4 else []))]
    found = Affinity.of(log).after("boots red")
    assert 1 > found["a"] > found["b"] > 0


def test_one_visit_counts_once_and_one_choice_says_nothing() -> None:
    log = [*searched("s", "boots", "a", "a", "a"), *searched("t", "boots", "b")]
    assert Affinity.of(log).after("boots") == {}


def test_a_choice_belongs_to_the_words_that_it_names_or_to_those_of_its_turn() -> None:
    named = [did("click", f"n{n}", "a", query="靴子") for n in range(2)]
    turns = [
        event
        for n in range(2)
        for event in (
            did("search", f"t{n}", query="lamps", turn=f"{n}/1"),
            did("search", f"t{n}", query="mugs", turn=f"{n}/2"),
            did("add_to_cart", f"t{n}", "b", turn=f"{n}/1"),
        )
    ]
    found = Affinity.of([*named, *turns])
    assert set(found.after("靴子")) == {"a"}
    assert (set(found.after("lamps")), set(found.after("mugs"))) == ({"b"}, set())


def test_a_choice_an_hour_after_the_search_is_none_of_its() -> None:
    log = [event for n in range(3) for event in searched(f"s{n}", "boots", "a")]
    late = [event if event.kind == "search" else event.model_copy(update={"time": event.time + 3_600_000}) for event in log]
    assert Affinity.of(late).after("boots") == {}


@pytest.mark.parametrize("query", ["", "  ", "…"])
def test_no_words_have_no_choices(query: str) -> None:
    assert Affinity.of([did("click", "s", "a", query=query)]).after(query) == {}
