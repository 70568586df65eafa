"""Exploration: now and then the last place of a list goes to a drawn product, so that the shop learns of others too.

What nobody has taken yet has the first claim to it: by its words alone it hardly ever comes among the first, and what is never
shown is never taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from shop.candidate import Candidate

_DRAWN_FROM = 20  # of the best that the list leaves out


def explored(
    ordered: Sequence[Candidate],
    k: int,
    share: float,
    chance: Random,
    newcomers: Callable[[], Sequence[Candidate]] = lambda: (),
) -> list[Candidate]:
    """The first k of the ordered, in `share` of all lists the last of them drawn evenly from newcomers or those that follow.

    The last one carries the probability with which it came there (`propensity`): by that, clicks on what was drawn can be
    weighed later (Horvitz & Thompson 1952). All others stand where they stand for certain.
    """
    shown, behind = list(ordered[:k]), ordered[k : k + _DRAWN_FROM]
    if k < 2 or not behind or not share:
        return shown
    drawn = chance.random() < share
    behind = (drawn and newcomers()) or behind
    last = chance.choice(behind) if drawn else shown[-1]
    propensity = share / len(behind) if drawn else 1 - share
    return [*shown[:-1], last.model_copy(update={"propensity": propensity})]
