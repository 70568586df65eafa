import logging
import time
from dataclasses import replace
from pathlib import Path

import pytest

from recommender.blend import Blend
from recommender.current import Current
from recommender.interactions import Interactions
from recommender.learned import Learned
from recommender.learning import Plan, learn
from recommender.versions import Versions


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def learned(circles: Interactions) -> Learned:
    return learn(circles, Plan(), held_out=0)


def version_of(current: Current, clock: Clock, wanted: str | None) -> str | None:
    # It is read in the background; a second at most is given to it.
    clock.now += 2
    for _ in range(100):
        found = current()
        if (found.version if found else None) == wanted:
            break
        time.sleep(0.01)
    return found.version if found else None


def test_a_new_model_is_taken_up_and_an_old_one_gone_back_to(learned: Learned, tmp_path: Path) -> None:
    versions, clock = Versions(tmp_path), Clock()
    current = Current(versions, clock)
    assert current() is None
    first = versions.keep(learned)
    assert version_of(current, clock, first) == first
    second = versions.keep(replace(learned, weights={"followers": 1.0}))
    assert version_of(current, clock, second) == second
    versions.roll_back()
    assert version_of(current, clock, first) == first


def test_a_damaged_model_leaves_the_old_one_in_use(learned: Learned, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    versions, clock = Versions(tmp_path), Clock()
    first = versions.keep(learned)
    current = Current(versions, clock)
    second = versions.keep(learned)
    (tmp_path / second / "model.json").write_text("{", encoding="utf-8")
    clock.now += 2
    with caplog.at_level(logging.WARNING, "aisle"):
        current()
        for _ in range(100):
            if caplog.records:
                break
            time.sleep(0.01)
    assert "cannot be read" in caplog.text
    found = current()
    assert found is not None
    assert found.version == first


def test_the_ranker_says_which_one_it_is(learned: Learned, tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    assert Blend(Current(versions)).name == "blend"
    name = versions.keep(learned)
    assert Blend(Current(versions)).name == f"personal {name}"
