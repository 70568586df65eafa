import numpy as np

from recommender.fusion import Cases, comparable, drawn_in, fit_weights
from recommender.interactions import Interactions


def _histories(users: int, items: int) -> Interactions:
    names = [str(item) for item in range(items)]
    return Interactions([str(user) for user in range(users)], names, np.zeros(users, np.int32), np.arange(1, users + 1))


def test_a_family_that_knows_gets_the_weight_and_one_that_guesses_none() -> None:
    chance = np.random.default_rng(3)
    targets = chance.integers(1, 40, 300).astype(np.int32)
    knows = chance.normal(size=(300, 40)).astype(np.float32)
    knows[np.arange(300), targets] += 3
    guesses = chance.normal(size=(300, 40)).astype(np.float32)
    cases = Cases.of([comparable(knows), comparable(guesses)], _histories(300, 40), targets)
    weights = fit_weights(cases)
    assert weights[0] > 5 * abs(weights[1])
    assert cases.ndcg(weights) > cases.ndcg(np.array([1.0, 0.0])) - 0.01


def test_scores_on_any_scale_become_comparable() -> None:
    scores = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]], np.float32)
    made = comparable(scores)
    np.testing.assert_allclose(made[0], made[1], rtol=1e-5)
    assert not comparable(np.ones((2, 5), np.float32)).any()


def test_far_scores_are_drawn_in_as_asinh_does() -> None:
    values = np.array([-1e4, -3.0, -1e-3, 0.0, 0.5, 40.0], np.float32)
    np.testing.assert_allclose(drawn_in(values), np.arcsinh(values), rtol=1e-3, atol=1e-6)


def test_of_equal_scores_the_target_is_the_last() -> None:
    # Otherwise a family that says nothing of anything would be right every time.
    cases = Cases.of([np.zeros((4, 30), np.float32)], _histories(4, 30), np.array([5, 6, 7, 8], np.int32))
    assert cases.ndcg(np.ones(1)) == 0.0


def test_who_took_the_target_before_is_no_case() -> None:
    cases = Cases.of([np.zeros((2, 30), np.float32)], _histories(2, 30), np.array([0, 4], np.int32))
    assert cases.targets.tolist() == [4]


def test_without_cases_all_families_count_alike() -> None:
    cases = Cases.of([np.zeros((0, 3), np.float32)] * 2, _histories(0, 3), np.zeros(0, np.int32))
    assert fit_weights(cases).tolist() == [0.5, 0.5]
