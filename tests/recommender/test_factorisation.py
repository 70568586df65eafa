import numpy as np

from recommender.factorisation import Factorisation
from recommender.interactions import Interactions


def test_what_the_same_shoppers_took_is_ranked_first(circles: Interactions) -> None:
    model = Factorisation.of(circles, width=6)
    kinds = np.array([name[0] for name in circles.items])
    for row, scores in enumerate(model.scores(circles)):
        own = kinds == circles.items[circles.of_user(row)[0]][0]
        assert scores[own].min() > scores[~own].max()


def test_one_shopper_alone_is_ranked_as_among_many(circles: Interactions) -> None:
    model = Factorisation.of(circles, width=6)
    together, history = model.scores(circles), circles.of_user(3)
    np.testing.assert_allclose(model.of_one(history), together[3], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(model.at([history], np.array([4, 2]))[0], together[3, [4, 2]], rtol=1e-4, atol=1e-5)


def test_a_shopper_is_the_least_squares_solution() -> None:
    # Hu, Koren & Volinsky, equation 4, written out.
    log = Interactions.of({"a": "xyx", "b": "yz", "c": "xz"})
    model = Factorisation.of(log, width=2, trust=3.0, ridge=0.5)
    items, sure = model.items.astype(np.float64), np.diag([1 + 3.0 * 2, 1 + 3.0, 1.0])
    shopper = np.linalg.solve(items.T @ sure @ items + 0.5 * np.eye(2), items.T @ sure @ np.array([1, 1, 0]))
    np.testing.assert_allclose(model.of_one(log.of_user(0)), items @ shopper, rtol=1e-4)


def test_without_a_history_nothing_is_said(circles: Interactions) -> None:
    assert not Factorisation.of(circles, width=4).of_one(np.zeros(0, np.int32)).any()
