import numpy as np
import pytest

from recommender.counts import Counts
from recommender.interactions import Interactions


def test_what_follows_sooner_counts_for_more() -> None:
    counts = Counts.of(Interactions.of({"a": ["x", "y", "z"]}))
    assert counts.near[0, 1] == 1.0
    assert counts.near[0, 2] == pytest.approx(0.8)
    assert counts.near[1, 0] == 0.0


def test_items_of_one_shopper_are_pairs_once_however_often_they_came() -> None:
    counts = Counts.of(Interactions.of({"a": ["x", "y", "x"], "b": ["x", "y"]}))
    assert counts.together[0, 1] == counts.together[1, 0] == 2
    assert counts.shoppers.tolist() == [2, 2]
    assert counts.seen.tolist() == [3, 2]


def test_a_shopper_who_is_taken_out_was_never_there(circles: Interactions) -> None:
    one = np.arange(len(circles)) == 7
    without = Counts.of(circles) - Counts.of(circles.where(one))
    never = Counts.of(circles.where(~one))
    for name in ("near", "far", "together"):
        difference = (getattr(without, name) - getattr(never, name)).toarray()
        assert np.abs(difference).max() < 1e-9
        assert getattr(without, name).nnz == getattr(never, name).nnz
    assert np.array_equal(without.seen, never.seen)
    assert np.array_equal(without.shoppers, never.shoppers)


def test_a_shopper_who_is_added_counts_as_if_there_from_the_first(circles: Interactions) -> None:
    one = np.arange(len(circles)) == 7
    added = Counts.of(circles.where(~one)) + Counts.of(circles.where(one))
    assert np.abs((added.far - Counts.of(circles).far).toarray()).max() < 1e-9


def test_shoppers_with_one_item_or_none_have_no_pairs() -> None:
    counts = Counts.of(Interactions.of({"a": ["x"], "b": []}))
    assert counts.near.nnz == counts.together.nnz == 0
