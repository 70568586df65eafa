import numpy as np
import pytest

from recommender.counts import Counts
from recommender.families import ease, followers, forerunners, linear_families, neighbours, slit
from recommender.interactions import Interactions
from recommender.linear import Linear

NAMES = ("followers", "forerunners", "neighbours", "slit", "ease")


@pytest.fixture
def families(circles: Interactions) -> dict[str, Linear]:
    return {family.name: family for family in linear_families(Counts.of(circles))}


def place(circles: Interactions, item: str) -> int:
    return list(circles.items).index(item)


@pytest.mark.parametrize("name", ["followers", "slit"])
def test_the_next_of_the_circle_comes_first(circles: Interactions, families: dict[str, Linear], name: str) -> None:
    scores = families[name].of_one(np.array([place(circles, item) for item in ("b3", "b4", "b5")], np.int32))
    assert circles.items[int(scores.argmax())] == "b6"


def test_forerunners_look_back(circles: Interactions) -> None:
    scores = forerunners(Counts.of(circles)).of_one(np.array([place(circles, "b3")], np.int32))
    assert circles.items[int(scores.argmax())] == "b2"


@pytest.mark.parametrize("name", ["neighbours", "ease"])
def test_what_the_same_shoppers_took_comes_before_all_else(
    circles: Interactions, families: dict[str, Linear], name: str
) -> None:
    history = np.array([place(circles, item) for item in ("c1", "c2")], np.int32)
    scores = families[name].of_one(history)
    best = [circles.items[item] for item in np.argsort(-scores) if item not in history][:3]
    assert all(item.startswith("c") for item in best)


@pytest.mark.parametrize("name", NAMES)
def test_one_shopper_scores_as_among_many(circles: Interactions, families: dict[str, Linear], name: str) -> None:
    together = families[name].scores(circles)
    for row in (0, 11, 59):
        np.testing.assert_allclose(families[name].of_one(circles.of_user(row)), together[row], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_some_scores_of_like_histories_are_those_of_each(circles: Interactions, families: dict[str, Linear], name: str) -> None:
    history = circles.of_user(4)
    histories = [history, history[1:], history[history != history[2]], history[:0]]
    columns = np.array([3, 17, 4])
    together = families[name].at(histories, columns)
    for row, one in enumerate(histories):
        np.testing.assert_allclose(together[row], families[name].of_one(one)[columns], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_without_a_history_nothing_is_said(families: dict[str, Linear], name: str) -> None:
    assert not families[name].of_one(np.zeros(0, np.int32)).any()


@pytest.mark.parametrize("solve", [slit, ease])
def test_closed_forms_know_the_most_seen_items_only(circles: Interactions, solve: type) -> None:
    counts = Counts.of(circles)
    table = solve(counts, 12).table.toarray()  # type: ignore[attr-defined]
    known = np.argsort(-counts.seen, kind="stable")[:12]
    rest = np.setdiff1d(np.arange(len(counts.seen)), known)
    assert table[np.ix_(known, known)].any()
    assert not table[rest].any()
    assert not table[:, rest].any()


def test_ease_is_the_ridge_regression_it_says() -> None:
    # Against the regression of every item on all others, solved one by one.
    log = Interactions.of({"a": ["x", "y"], "b": ["x", "y", "z"], "c": ["z", "w"], "d": ["y", "w"]})
    table = ease(Counts.of(log), ridge=2.0).table.toarray()
    taken = np.zeros((4, 4))
    taken[log.owners(), log.sequence] = 1
    for item in range(4):
        others = [other for other in range(4) if other != item]
        left = taken[:, others]
        expected = np.linalg.solve(left.T @ left + 2.0 * np.eye(3), left.T @ taken[:, item])
        np.testing.assert_allclose(table[others, item], expected, atol=1e-5)


def test_families_of_nothing_are_silent() -> None:
    empty = Counts.of(Interactions.of({"a": [], "b": []}))
    assert [family(empty).table.shape for family in (followers, neighbours)] == [(0, 0)] * 2
