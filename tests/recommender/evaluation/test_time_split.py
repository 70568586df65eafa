import pytest

from recommender.evaluation.time_split import TimeSplit
from recommender.learning import Plan, learn
from shop.errors import UserError
from shop.event import Event


def clicks(*pairs: tuple[str, str]) -> list[Event]:
    return [Event(kind="click", time=time, shopper=who, product=what) for time, (who, what) in enumerate(pairs)]


def circle(users: int, steps: int) -> list[Event]:
    # Everybody walks round ten products, each from a place of their own, all at the same pace.
    return clicks(*((f"u{user}", f"p{(user + step) % 10}") for step in range(steps) for user in range(users)))


def test_what_comes_later_is_not_learned_from_and_the_first_new_product_is_asked_for() -> None:
    log = clicks(*(("a", f"p{n}") for n in range(8)), ("b", "p1"), *(("c", "p1") for _ in range(9)), ("a", "p3"), ("a", "p9"))
    split = TimeSplit.of(log, [f"p{n}" for n in range(10)])
    assert split.since == 18
    assert split.histories.users == ["a"]
    assert [split.before.items[target] for target in split.targets] == ["p9"]
    assert split.before.items.index("p9") not in split.before.sequence


def test_a_ranker_that_learned_the_walk_knows_what_comes_after_the_cut() -> None:
    split = TimeSplit.of(circle(40, 8), [f"p{n}" for n in range(10)])
    found = split.judge(learn(split.before, Plan(), held_out=0))
    assert found.values()["hr@10"].mean() == 1
    assert found.values()["ndcg@10"].mean() > 0.9


def test_where_nobody_is_left_it_is_said() -> None:
    with pytest.raises(UserError, match="Nothing has happened"):
        TimeSplit.of([], [])
    with pytest.raises(UserError, match="nothing to judge on"):
        TimeSplit.of(clicks(*((f"u{n}", "p1") for n in range(20))), ["p1"])
