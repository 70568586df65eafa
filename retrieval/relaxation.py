"""Relaxation: which wishes are given up, and in which order, until something fits."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from shop.need import Need

from .hits import Hits, Prepared, hits_of
from .lexicon import lexicon
from .question import Question
from .segment import Segment
from .snapshot import Snapshot


def until_found(
    snapshot: Snapshot, need: Need, question: Question, prepared: Sequence[Prepared], k: int, firm: Collection[str] = ()
) -> tuple[frozenset[int], list[Hits]]:
    """The hits, and the numbers of the wishes that had to be given up for them; those about `firm` attributes never are.

    One wish at a time, each alone before two together in the order of `masks.RELAXATION`, until something fits. Where a kind of
    goods was named that the shop sells, something is of that kind: shoes in another colour before earbuds in this one.
    """
    kinds = [_of_kind(item.segment, need) for item in prepared]
    named = any(mask.any() for mask in kinds)
    nearest: tuple[frozenset[int], list[Hits]] | None = None
    found: list[Hits] = []
    for without in _attempts(prepared, firm):
        found = [hits_of(snapshot, question, item, without, k) for item in prepared]
        if any(len(hits.rows) for hits in found):
            if not named or any(mask[hits.rows].any() for mask, hits in zip(kinds, found, strict=True)):
                return without, found
            nearest = nearest or (without, found)
    return nearest or (frozenset(), found)


def _attempts(prepared: Sequence[Prepared], firm: Collection[str]) -> Iterator[frozenset[int]]:
    checks = prepared[0].checks
    order = [number for number in checks.by_relaxation() if checks.checks[number].attribute not in firm]
    yield frozenset()
    yield from (frozenset((number,)) for number in order)
    yield from (frozenset(order[:count]) for count in range(2, len(order) + 1))


def _of_kind(segment: Segment, need: Need) -> NDArray[np.bool_]:
    mask = np.zeros(len(segment.ids), np.bool_)
    attribute = segment.columns.attribute("category")
    if attribute is not None:
        for spelling in (spelling for kind in need.category for spelling in lexicon().spellings(kind)):
            mask[segment.columns.product[attribute.being(spelling)]] = True
    return mask & segment.alive
