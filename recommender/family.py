"""Family: the port of everything that says what a shopper takes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .interactions import Interactions, Items
from .linear import Scores


class Family(Protocol):
    """Scores are comparable within one shopper only. Users without a history may get zeros."""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        ...

    def scores(self, histories: Interactions) -> Scores:
        """For every shopper and item, [users, items]."""
        ...

    def of_one(self, history: Items) -> Scores:
        """For one shopper, [items]."""
        ...

    def at(self, histories: Sequence[Items], columns: NDArray[np.int64]) -> Scores:
        """For some histories that are much alike, those items' scores alone, [histories, columns]."""
        ...
