from itertools import count

from recommender.reactions import Reactions
from shop.event import Event

CLOCK = count(1)
DAY = 24 * 3600 * 1000


def did(kind: str, product: str | None = None, **rest: object) -> Event:
    return Event.model_validate({"kind": kind, "time": next(CLOCK), "product": product, **rest})


def test_what_was_looked_at_and_bought_is_taken_in_order_and_what_was_bought_is_owned() -> None:
    made = Reactions.of([did("view", "a"), did("click", "b"), did("buy", "a"), did("search"), did("rate", "c", value=5)])
    assert made.taken == ("a", "b", "a", "c")
    assert made.owned == {"a"}


def test_what_was_dismissed_returned_or_rated_badly_is_refused() -> None:
    made = Reactions.of([did("dismiss", "a"), did("return", "b"), did("rate", "c", value=1), did("rate", "d", value=3)])
    assert made.refused == {"a", "b", "c"}
    assert made.taken == ()


def test_somebody_may_change_their_mind() -> None:
    assert Reactions.of([did("dismiss", "a"), did("click", "a")]).refused == frozenset()


def test_what_was_shown_for_nothing_is_counted_until_it_is_taken() -> None:
    shown = [did("shown", id_) for id_ in ("a", "b", "a")]
    assert Reactions.of([*shown, did("click", "b")]).passed == {"a": 2}


def test_a_thumb_down_counts_for_all_that_its_turn_has_shown() -> None:
    shown = [did("shown", "a", turn="t1"), did("shown", "b", turn="t2")]
    assert Reactions.of([*shown, did("thumb", turn="t1", value=-1)]).passed == {"a": 3, "b": 1}
    assert Reactions.of([*shown, did("thumb", turn="t1", value=1)]).passed == {"a": 1, "b": 1}


def test_what_was_passed_over_the_day_before_yesterday_may_be_shown_afresh() -> None:
    old = did("shown", "a")
    assert Reactions.of([old, did("view", "b", time=old.time + 2 * DAY)]).passed == {}


def test_nobody_did_anything() -> None:
    assert Reactions.of([]) == Reactions()
