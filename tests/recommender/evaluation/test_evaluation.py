import math

import numpy as np
import pytest

from recommender.descriptions import Descriptions
from recommender.evaluation.evaluation import Evaluation
from recommender.evaluation.judging import judge
from recommender.evaluation.lists import calibration, coverage, diversity, gini, novelty
from recommender.interactions import Interactions
from recommender.learned import Learned
from recommender.learning import Plan, learn
from shop.errors import NotFound, UserError


@pytest.fixture
def learned(circles: Interactions) -> Learned:
    return learn(circles, Plan())


def histories() -> Interactions:
    return Interactions.of({"a": ["v", "w"], "b": ["w"], "c": ["x"], "": ["y", "z"]}).where(np.array([1, 1, 1, 0], bool))


def test_measures_are_what_they_are_defined_as() -> None:
    found = Evaluation.of(histories(), np.array([3, 4, 5]), [np.array([3, 4]), np.array([3, 2, 4]), np.array([1])])
    values = found.values()
    assert values["hr@10"].tolist() == [1, 1, 0]
    assert values["ndcg@10"].tolist() == [1, 0.5, 0]
    assert values["mrr@10"].tolist() == [1, pytest.approx(1 / 3), 0]


def test_the_report_holds_means_intervals_and_bands(circles: Interactions, learned: Learned) -> None:
    words = Descriptions.of(circles.items, {item: [item[0], "round"] for item in circles.items})
    report = judge(learned, circles, words).report()
    assert report["users"] == 60
    assert report["ndcg@10"]["low"] <= report["ndcg@10"]["mean"] <= report["ndcg@10"]["high"]
    assert sum(band["users"] for name, band in report["by_history"].items() if name != "worst_to_best") == 60
    assert {"coverage", "gini", "novelty", "diversity", "calibration", "by_item_count"} <= report.keys()


def test_two_models_are_compared_shopper_by_shopper(circles: Interactions, learned: Learned) -> None:
    whole, part = judge(learned, circles), judge(learned.only("forerunners"), circles)
    found = whole.beside(part)["ndcg@10"]
    assert found["difference"] == pytest.approx((whole.values()["ndcg@10"] - part.values()["ndcg@10"]).mean(), abs=1e-4)
    assert found["low"] > 0
    assert found["p"] < 0.01


def test_a_model_is_not_judged_on_what_it_has_seen(circles: Interactions, learned: Learned) -> None:
    with pytest.raises(UserError, match="nothing is left to judge"):
        judge(learn(circles, Plan(), held_out=0), circles)
    other = Interactions.of({"a": ["x", "y", "z"]})
    with pytest.raises(UserError, match="other interactions"):
        judge(learned, other)
    with pytest.raises(NotFound, match="no such family"):
        judge(learned.only("astrology"), circles)


def test_users_with_fewer_than_three_items_are_left_out(circles: Interactions) -> None:
    sequences = {user: [circles.items[item] for item in circles.of_user(row)] for row, user in enumerate(circles.users)}
    log = Interactions.of({**sequences, "short": ["a1", "a2"]})
    assert len(judge(learn(log, Plan()), log).targets) == 60


def test_coverage_counts_what_anybody_is_shown() -> None:
    assert coverage(np.array([[0, 1], [1, -1]]), 8) == 0.25


def test_gini_is_nothing_for_even_showings_and_nearly_one_for_one_item() -> None:
    assert gini(np.arange(10).reshape(5, 2), 10) == pytest.approx(0)
    assert gini(np.full((50, 1), 3), 100) == pytest.approx(0.99)


def test_rare_items_are_novel() -> None:
    seen = np.array([99, 0])
    assert novelty(np.array([[1]]), seen) == pytest.approx(-math.log2(1 / 101))
    assert novelty(np.array([[0]]), seen) < 0.1


def test_lists_of_one_kind_are_not_diverse_and_fit_a_history_of_it() -> None:
    log = Interactions.of({"u": ["a", "b"], "": ["c", "d"]})
    words = Descriptions.of(log.items, {"a": ["tea"], "b": ["tea"], "c": ["pot"], "d": ["pot"]})
    same, mixed, other = np.array([[0, 1]]), np.array([[0, 2]]), np.array([[2, 3]])
    assert diversity(same, words) == pytest.approx(0)
    assert diversity(mixed, words) == pytest.approx(1)
    one = log.where(np.array([True, False]))
    assert calibration(same, one, words) == pytest.approx(0)
    assert 0 < calibration(mixed, one, words) < calibration(other, one, words)
