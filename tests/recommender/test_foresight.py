import numpy as np
import pytest

from recommender.foresight import Foresight, View
from recommender.interactions import Interactions
from recommender.learned import Learned
from recommender.learning import Plan, learn


@pytest.fixture
def learned(circles: Interactions) -> Learned:
    return learn(circles, Plan(), held_out=0)


@pytest.fixture
def foresight(learned: Learned) -> Foresight:
    return Foresight(learned, "v1")


def look(foresight: Foresight, *history: str) -> View:
    view = foresight.look(history)
    assert view is not None
    return view


def test_the_likeliest_product_has_a_score_of_one(foresight: Foresight) -> None:
    scores = look(foresight, "b3", "b4", "b5").scores()
    assert max(scores, key=lambda id_: scores[id_]) == "b6"
    assert scores["b6"] == 1.0
    assert all(0 < value <= 1 for value in scores.values())


def test_the_history_itself_and_unknown_products_get_no_score(foresight: Foresight) -> None:
    scores = look(foresight, "b3", "b4").scores(["b3", "b5", "sold yesterday"])
    assert list(scores) == ["b5"]


def test_a_history_that_the_model_does_not_know_says_nothing(foresight: Foresight) -> None:
    assert foresight.look(["new here"]) is None
    assert foresight.look([]) is None


def test_the_reason_is_what_moves_it_most(foresight: Foresight, learned: Learned, circles: Interactions) -> None:
    history = ["a2", "b3", "b4", "b5"]
    view = look(foresight, *history)
    reasons = view.because(list(view.scores()))
    assert reasons["b6"] in ("b4", "b5")
    # Without the quoted product it really scores less: the deletion test.
    places = {id_: place for place, id_ in enumerate(circles.items)}
    read = np.array([places[id_] for id_ in history], np.int32)
    whole = learned.of_one(read).scores
    for id_, because in reasons.items():
        without = learned.of_one(np.array([places[other] for other in history if other != because], np.int32)).scores
        assert without[places[id_]] < whole[places[id_]]


def test_what_is_unlikely_is_given_no_reason(foresight: Foresight) -> None:
    assert set(look(foresight, "b3", "b4", "b5").because(["b6", "c1"])) == {"b6"}


def test_looking_at_one_product_again_and_again_is_one_look(foresight: Foresight) -> None:
    assert look(foresight, "b3", "b4").scores() == look(foresight, "b3", "b4", "b4", "b4").scores()
