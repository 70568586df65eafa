from pathlib import Path

import numpy as np
import pytest
import torch

from recommender.final import model
from recommender.final.features import NAMES, SIGNS, table_of
from recommender.final.model import FinalRanker


def test_before_it_has_learned_anything_it_orders_almost_as_the_fixed_weights_do() -> None:
    values = FinalRanker().values(table_of([{"search": 0.9}, {"search": 0.6, "next": 1.0}, {"search": 0.6}]))
    assert values[0] > values[1] > values[2]


@pytest.mark.parametrize("name", [name for name, sign in zip(NAMES, SIGNS, strict=True) if sign])
def test_a_feature_counts_only_the_way_it_may(name: str) -> None:
    made = FinalRanker(seed=3)
    with torch.no_grad():
        for weights in (made.straight, made.inner, made.outer):
            weights.copy_(torch.randn(weights.shape, generator=torch.Generator().manual_seed(5)))
    made.keep_signs()
    values = made.values(table_of([{name: value} for value in (-1.0, 0.0, 0.5, 1.0)]))
    assert (np.diff(values) * SIGNS[NAMES.index(name)] >= 0).all()


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    made, rows = FinalRanker({"lists": 400}, seed=2), table_of([{"search": 0.7}, {"next": 0.4}])
    made.save(tmp_path / "final.pt")
    read = FinalRanker.load(tmp_path / "final.pt")
    assert read
    assert read.about == {"lists": 400}
    np.testing.assert_array_equal(read.values(rows), made.values(rows))


def test_one_that_was_made_of_other_features_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FinalRanker().save(tmp_path / "final.pt")
    monkeypatch.setattr(model, "NAMES", (*NAMES, "moon"))
    assert FinalRanker.load(tmp_path / "final.pt") is None
