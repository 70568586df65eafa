from pathlib import Path

import pytest

from recommender.evaluation.judging import judge
from recommender.evaluation.plots import draw
from recommender.interactions import Interactions
from recommender.learning import Plan, learn

pytest.importorskip("matplotlib")


def test_pictures_are_written(circles: Interactions, tmp_path: Path) -> None:
    made = draw(judge(learn(circles, Plan()), circles), tmp_path / "plots")
    assert [path.name for path in made] == ["by_history.png", "by_item_count.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in made)
