"""Judging: a learned model on the last item of every user, with all that came before as the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from shop.errors import NotFound, UserError

from ..descriptions import Descriptions
from ..interactions import Interactions
from ..learned import Learned
from .evaluation import Evaluation, K

_SHORTEST = 3  # items of a user who is judged
_TELL = 500


def judge(
    learned: Learned,
    interactions: Interactions,
    descriptions: Descriptions | None = None,
    notice: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> Evaluation:
    """Raises UserError when the model has seen what it would be judged on, or learned from something else."""
    if learned.about.digest != interactions.digest():
        raise UserError("The ranker was trained on other interactions; train it on these, or name the file it was trained on.")
    if learned.about.held_out < 2:
        raise UserError("The ranker was trained on everything (--all), so that nothing is left to judge it on.")
    if not learned.families:
        raise NotFound("There is no such family; the names stand in the output of `aisle train`.")
    judged = interactions.where(interactions.lengths >= _SHORTEST)
    histories = judged.without_last(1)
    lists = _told(learned.lists(histories, K), len(judged), notice)
    return Evaluation.of(histories, judged.sequence[judged.ends - 1], lists, descriptions)


def _told(
    lists: Iterator[NDArray[np.int64]], total: int, notice: Callable[[int, int, str], None]
) -> Iterator[NDArray[np.int64]]:
    for done, those in enumerate(lists, 1):
        yield those
        if not done % _TELL or done == total:
            notice(done, total, "Ranking")
