import math

import pytest

from retrieval.evaluation.measures import mrr, ndcg, recall


def test_the_best_order_of_grades_is_worth_one() -> None:
    assert ndcg(["a", "b", "x"], {"a": 2, "b": 1}) == pytest.approx(1)


def test_a_right_product_in_second_place_is_worth_less() -> None:
    assert ndcg(["x", "a"], {"a": 1}) == pytest.approx(1 / math.log2(3))
    assert mrr(["x", "a"], {"a": 1}) == 0.5


def test_a_higher_grade_further_down_costs_more() -> None:
    assert ndcg(["b", "a"], {"a": 3, "b": 1}) < ndcg(["a", "b"], {"a": 3, "b": 1})


def test_what_stands_below_the_tenth_place_is_not_seen() -> None:
    answer = [f"x{place}" for place in range(10)] + ["a"]
    assert (ndcg(answer, {"a": 1}), mrr(answer, {"a": 1}), recall(answer, {"a": 1})) == (0, 0, 0)
    assert recall(answer, {"a": 1}, 100) == 1


def test_a_query_whose_judgements_are_all_zero_is_worth_nothing() -> None:
    assert (ndcg(["a"], {"a": 0}), mrr(["a"], {"a": 0}), recall(["a"], {"a": 0})) == (0, 0, 0)
