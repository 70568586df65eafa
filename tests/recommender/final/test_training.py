import numpy as np
import pytest

from recommender.final.features import NAMES, PRIOR, table_of
from recommender.final.model import FinalRanker
from recommender.final.outcomes import Outcomes
from recommender.final.training import learn_final

from .conftest import a_log


def test_what_people_choose_comes_to_count_for_more(telling: Outcomes) -> None:
    verdict = learn_final(telling)
    assert verdict.final is not None
    likely, better_found = table_of([{"asked": 1.0, "search": 0.5, "next": 1.0}, {"asked": 1.0, "search": 0.75, "next": 0.0}])
    assert likely @ PRIOR < better_found @ PRIOR
    values = verdict.final.values(np.stack([likely, better_found]))
    assert values[0] > values[1]
    assert "times as likely as by fixed weights" in verdict.says


def test_its_chances_are_those_that_come_true(telling: Outcomes) -> None:
    final = learn_final(telling).final
    assert final
    assert final.about["calibration"]["click"] < 0.05
    assert final.about["clicks"] == int(telling.done[:, 0].sum())


def test_what_stands_first_is_looked_at_more_and_not_taken_for_better(telling: Outcomes) -> None:
    final = learn_final(telling).final
    assert final
    places = final.places.detach().numpy()
    assert places[0] > places[4]


def test_choices_that_follow_nothing_leave_the_fixed_weights() -> None:
    verdict = learn_final(Outcomes.of(a_log(700, 0.0)))
    assert verdict.final is None
    assert verdict.says.startswith("Fixed weights order what is shown: nothing better")


@pytest.mark.parametrize("lists", [0, 1, 50])
def test_too_few_choices_leave_the_fixed_weights_and_are_counted(lists: int) -> None:
    verdict = learn_final(Outcomes.of(a_log(lists, 0.6)))
    assert verdict.final is None
    assert f"{lists} lists are in the log, 100 from 300 are needed" in verdict.says


def test_lists_in_which_all_or_nothing_was_chosen_are_no_trouble(telling: Outcomes) -> None:
    for everything in (0.0, 1.0):
        done = np.full_like(telling.done, everything)
        assert learn_final(Outcomes(telling.features, telling.places, telling.lists, done)).final is None


def test_no_log_makes_a_better_answer_come_later() -> None:
    # Whoever was shown it chose what the search found worst.
    worst = Outcomes.of(a_log(600, 0.6))
    worst.features[:, NAMES.index("search")] = 1 - worst.features[:, NAMES.index("next")]
    final = learn_final(worst).final or FinalRanker()
    rising = table_of([{"asked": 1.0, "search": value, "next": 0.5} for value in (0.1, 0.3, 0.6, 0.9)])
    assert (np.diff(final.values(rising)) >= 0).all()
