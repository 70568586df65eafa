from retrieval.evaluation.evaluation import Evaluation
from shop.intervals import chance, interval

JUDGED = {f"q{number:02}": {"right": 1} for number in range(40)}
GOOD = Evaluation.of({query: ["right"] for query in JUDGED}, JUDGED)
MIXED = Evaluation.of(
    {query: ["right"] if number % 2 else ["x", "right"] for number, query in enumerate(JUDGED)}, JUDGED, [1, 2, 9]
)


def test_a_query_without_an_answer_counts_as_nothing() -> None:
    half = Evaluation.of({query: ["right"] for query in list(JUDGED)[:20]}, JUDGED)
    assert half.report()["ndcg@10"]["mean"] == 0.5


def test_the_interval_holds_the_mean_and_is_the_same_twice() -> None:
    report = MIXED.report()["mrr@10"]
    assert report["low"] < report["mean"] == 0.75 < report["high"]
    assert MIXED.report() == MIXED.report()
    assert MIXED.report()["ms"] == {"p50": 2, "p95": 9}


def test_two_searches_are_compared_query_by_query() -> None:
    compared = GOOD.beside(MIXED)["mrr@10"]
    assert (compared["difference"], compared["better"], compared["worse"]) == (0.25, 20, 0)
    assert compared["low"] > 0
    assert compared["p"] < 0.01
    assert GOOD.differences(MIXED, "mrr@10")["q00"] == 0.5


def test_a_difference_that_chance_makes_is_called_so() -> None:
    assert chance([0.1, -0.1] * 10) > 0.5
    assert chance([0.0] * 10) == 1.0
    low, high = interval([0.1, -0.1] * 10)
    assert low < 0 < high
