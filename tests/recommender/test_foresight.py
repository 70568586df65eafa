import numpy as np
import pytest

from recommender.foresight import Foresight
from recommender.interactions import Interactions
from recommender.learned import Learned
from recommender.learning import Plan, learn


@pytest.fixture
def learned(circles: Interactions) -> Learned:
    return learn(circles, Plan(), held_out=0)


@pytest.fixture
def foresight(learned: Learned) -> Foresight:
    return Foresight(learned, "v1")


def test_the_likeliest_product_has_a_score_of_one(foresight: Foresight) -> None:
    scores = foresight.scores(["b3", "b4", "b5"])
    assert max(scores, key=lambda id_: scores[id_]) == "b6"
    assert scores["b6"] == 1.0
    assert all(0 < value <= 1 for value in scores.values())


def test_the_history_itself_and_unknown_products_get_no_score(foresight: Foresight) -> None:
    scores = foresight.scores(["b3", "b4"], among=["b3", "b5", "sold yesterday"])
    assert list(scores) == ["b5"]


def test_a_history_that_the_model_does_not_know_says_nothing(foresight: Foresight) -> None:
    assert foresight.scores(["new here"]) == {}
    assert foresight.because(["new here"], {}) == {}


def test_the_reason_is_what_moves_it_most(foresight: Foresight, learned: Learned, circles: Interactions) -> None:
    history = ["a2", "b3", "b4", "b5"]
    scores = foresight.scores(history)
    reasons = foresight.because(history, scores)
    assert reasons["b6"] in ("b4", "b5")
    # Without the quoted product it really scores less: the deletion test.
    places = {id_: place for place, id_ in enumerate(circles.items)}
    read = np.array([places[id_] for id_ in history], np.int32)
    whole = learned.of_one(read)
    for id_, because in reasons.items():
        without = learned.of_one(np.array([places[other] for other in history if other != because], np.int32))
        assert without[places[id_]] < whole[places[id_]]


def test_what_is_unlikely_is_given_no_reason(foresight: Foresight) -> None:
    history = ["b3", "b4", "b5"]
    assert set(foresight.because(history, {"b6": 0.9, "b9": 0.1})) == {"b6"}


def test_looking_at_one_product_again_and_again_is_one_look(foresight: Foresight) -> None:
    assert foresight.scores(["b3", "b4"]) == foresight.scores(["b3", "b4", "b4", "b4"])
