"""Forgetting: a shopper is taken out of what was learned of all.

The linear families are sums over shoppers: one is subtracted, and the tables are made from what is left, as if they had never
been there. The encoder, the weights and the final ranker, which cannot be subtracted from, are trained again in the next night.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from shop.errors import UserError
from shop.event import Event
from shop.store.store import Store

from .counts import Counts
from .families import linear_families
from .interactions import Interactions
from .linear import Linear
from .shop_log import interactions_of
from .versions import Versions

if TYPE_CHECKING:
    from .learned import Learned

DUE = "forgotten"  # fact: what is there has to be trained again


def forget(store: Store, versions: Versions, shopper: str) -> int:
    """Remove what the shopper did from the log, and what was learned of it from the model in use. Returns how many events.

    The models before it, which know the shopper as well, are removed: there is no way back. Raises UserError when the model
    is damaged or keeps no counts; then nothing is removed.
    """
    events = store.events.for_shopper(shopper, limit=None)
    if not events:
        return 0
    made = _without(versions, events)
    if made is not None:
        store.facts.set(DUE, "1")  # before all else: whatever breaks off here, the night mends
    erased = store.events.erase(shopper)  # before the model is stored: begun again, nobody is subtracted twice
    if made is not None:
        versions.keep_only(made)
    return erased


def _without(versions: Versions, events: Sequence[Event]) -> Learned | None:
    learned, counts = versions.load(), versions.counts()
    if learned is None:
        return None
    if counts is None:
        raise UserError("The ranker in use keeps no counts to subtract from. Train it again with `aisle train`, then forget.")
    theirs = interactions_of([event for event in events if event.time <= learned.about.until], learned.about.kinds)
    left = counts - Counts.of(_placed(theirs, learned.items))
    kept = [family for family in learned.families if not isinstance(family, Linear)]
    return replace(learned, families=[*linear_families(left), *kept], counts=left)


def _placed(interactions: Interactions, items: Sequence[str]) -> Interactions:
    # The same among the items that the model knows.
    places = {item: place for place, item in enumerate(items)}
    sequence = np.array([places[interactions.items[item]] for item in interactions.sequence], np.int32)
    return Interactions(interactions.users, items, sequence, interactions.ends)
