"""Features: what is known of one product beside one wish and one shopper, as numbers under fixed names."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from shop.product import Product

Features = Mapping[str, float]  # by name; what is not there is 0

# By name: which way it may count (1: the more the better, -1: the worse, 0: either), and what it counts for as long as a
# shop has too few clicks to say so itself. Beside a search score of 0 to about 1 these reorder near-ties.
_TABLE: Mapping[str, tuple[int, float]] = {
    "asked": (0, 0.0),  # 1 in an answer to words, 0 where nothing was asked for
    "search": (1, 1.0),  # the search's own score, with what the shop's signals add to it
    "lexical": (1, 0.0),
    "dense": (1, 0.0),
    "next": (1, 0.15),  # how likely it comes next after what this shopper did, 1 the likeliest of the shop
    "popular": (1, 0.04),
    "preferred": (1, 0.08),  # stated preferences that it meets
    "liked": (1, 0.12),  # words the shopper said they like, less those they do not, that describe it
    "clicked": (1, 0.1),  # share of those who chose it after the same words
    "price": (1, 0.0),  # as dear for its kind as what the shopper takes 1, as far from that as can be -1
    "rating": (1, 0.0),  # -1 to 1, few reviews near 0
    "fresh": (0, 0.0),  # 1 new, half after thirty days
    "sold_out": (-1, -0.3),  # what nobody can buy comes after what somebody can
    "tired": (-1, -0.02),  # times that it was shown for nothing after the first, at most three
}
NAMES = tuple(_TABLE)
SIGNS = np.array([sign for sign, _ in _TABLE.values()], np.float32)
PRIOR = np.array([worth for _, worth in _TABLE.values()], np.float32)
MOST_TIRED = 3
_TRUSTED = 10.0  # reviews that a rating must have to count for half
_MIDDLE, _HALF_SCALE = 3.0, 2.0  # of five stars
_HALF_LIFE = 30 * 24 * 3600.0  # seconds


def table_of(rows: Sequence[Features]) -> NDArray[np.float32]:
    """[rows, features] in the order of `NAMES`."""
    found = np.array([[row.get(name, 0.0) for name in NAMES] for row in rows], np.float32).reshape(len(rows), len(NAMES))
    return np.nan_to_num(found, nan=0.0, posinf=0.0, neginf=0.0)


def by_prior(features: Features) -> float:
    """What they are worth by the fixed weights."""
    return sum(_TABLE[name][1] * value for name, value in features.items() if name in _TABLE)


def kept(features: Features) -> dict[str, float]:
    """As the log keeps them: those that say something, and no more digits than that."""
    return {name: round(float(features[name]), 4) for name in NAMES if features.get(name)}


def of_product(product: Product, now: float | None = None) -> dict[str, float]:
    """What the product says by itself, whoever looks at it. `now` is seconds since 1970."""
    found = {}
    if product.rating is not None and product.reviews:
        found["rating"] = (product.rating - _MIDDLE) / _HALF_SCALE * product.reviews / (product.reviews + _TRUSTED)
    if product.created is not None:
        age = max(0.0, (time.time() if now is None else now) - product.created.timestamp())
        found["fresh"] = 0.5 ** (age / _HALF_LIFE)
    return found
