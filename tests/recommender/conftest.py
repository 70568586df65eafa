import numpy as np
import pytest

from recommender.interactions import Interactions


@pytest.fixture
def circles() -> Interactions:
    """Sixty users who walk round one of three circles of ten items, each from a place of their own."""
    chance = np.random.default_rng(5)
    sequences = {}
    for user in range(60):
        circle, start, steps = user % 3, int(chance.integers(10)), int(chance.integers(5, 9))
        sequences[f"u{user}"] = [f"{'abc'[circle]}{(start + step) % 10}" for step in range(steps)]
    return Interactions.of(sequences)
