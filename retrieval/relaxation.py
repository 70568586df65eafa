"""Relaxation: which wishes are widened or given up, and in which order, until something fits.

Each wish alone is widened, then all of them; then each alone is given up, the others as they were, then the others widened;
then two together, and so on, always in the order of `masks.RELAXATION`. Wishes about `firm` attributes stay, and exclusions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shop.need import Need

from .hits import Hits, Prepared, hits_of
from .lexicon import lexicon
from .masks import Checks
from .question import Question
from .segment import Segment
from .snapshot import Snapshot
from .widening import widened

Attempt = tuple[frozenset[int], frozenset[int]]  # the numbers of the wishes that are widened, and that are given up
_AS_ASKED: Attempt = (frozenset(), frozenset())


@dataclass(frozen=True)
class Fit:
    """What was found; `prepared` holds the wishes as wide as they had to be, `without` the numbers of those given up."""

    prepared: list[Prepared]
    without: frozenset[int]
    found: list[Hits]

    def gave_up(self, *attributes: str) -> bool:
        """Whether a wish about one of those attributes was given up."""
        checks = self.prepared[0].checks.checks
        return any(checks[number].attribute in attributes for number in self.without)


def until_found(
    snapshot: Snapshot, need: Need, question: Question, prepared: Sequence[Prepared], k: int, firm: Collection[str] = ()
) -> Fit:
    """The hits of the first attempt that has any, or no hits.

    Where a kind of goods was named that the shop sells, something is of that kind: shoes in another colour before earbuds in
    this one.
    """
    trial = _Trial(snapshot, need, question, prepared, k)
    asked = trial.fit(_AS_ASKED)
    if trial.answers(asked):
        return asked
    wide = _wide_checks(snapshot, need, prepared, firm)
    nearest = asked if _any(asked) else None
    for attempt in _attempts(prepared, wide, firm):
        fit = trial.fit(attempt, wide)
        if trial.answers(fit):
            return _no_wider(trial, attempt, wide) if len(attempt[0]) > 1 else fit
        nearest = nearest or (fit if _any(fit) else None)
    return nearest or asked


class _Trial:
    def __init__(self, snapshot: Snapshot, need: Need, question: Question, prepared: Sequence[Prepared], k: int) -> None:
        self._snapshot, self._question, self._prepared, self._k = snapshot, question, prepared, k
        self._kinds = [of_kind(item.segment, need) for item in prepared]
        self._named = any(mask.any() for mask in self._kinds)

    def fit(self, attempt: Attempt, wide: Sequence[Checks] = ()) -> Fit:
        """What that attempt finds."""
        wider, without = attempt
        prepared = list(self._prepared)
        if wider:
            prepared = [
                replace(item, checks=item.checks.widened(checks, wider)) for item, checks in zip(prepared, wide, strict=True)
            ]
        if not any(item.segment.products(item.checks.allowed(without)).any() for item in prepared):
            return Fit(prepared, without, [Hits.none(item.segment) for item in prepared])
        return Fit(prepared, without, [hits_of(self._snapshot, self._question, item, without, self._k) for item in prepared])

    def answers(self, fit: Fit) -> bool:
        """Whether anything was found, of the kind that was named."""
        if not self._named:
            return _any(fit)
        return any(mask[hits.rows].any() for mask, hits in zip(self._kinds, fit.found, strict=True))


def _no_wider(trial: _Trial, attempt: Attempt, wide: Sequence[Checks]) -> Fit:
    # Of several wishes that were widened together, each that need not have been is taken at its word again, the dearest first.
    wider, without = attempt
    best = trial.fit(attempt, wide)
    for number in reversed([number for number in wide[0].by_relaxation() if number in wider]):
        narrower = trial.fit((wider - {number}, without), wide)
        if trial.answers(narrower):
            wider, best = wider - {number}, narrower
    return best


def _attempts(prepared: Sequence[Prepared], wide: Sequence[Checks], firm: Collection[str]) -> Iterator[Attempt]:
    checks = prepared[0].checks
    order = [number for number in checks.by_relaxation() if checks.checks[number].attribute not in firm]
    can = [number for number in order if wide[0].checks[number].value != checks.checks[number].value]
    none, every = frozenset[int](), frozenset(can)
    yield from ((frozenset((number,)), none) for number in can)
    if len(can) > 1:
        yield every, none
    yield from _giving_up([frozenset((number,)) for number in order], every)
    for count in range(2, len(order) + 1):
        yield from _giving_up([frozenset(order[:count])], every)


def _giving_up(wishes: Sequence[frozenset[int]], every: frozenset[int]) -> Iterator[Attempt]:
    yield from ((frozenset(), without) for without in wishes)
    yield from ((every - without, without) for without in wishes if every - without)


def _wide_checks(snapshot: Snapshot, need: Need, prepared: Sequence[Prepared], firm: Collection[str]) -> list[Checks]:
    # Of the same number and order as the checks of the Need itself.
    known = frozenset(name for segment in snapshot.segments for name in segment.columns.names())
    wide = widened(need, snapshot.vocabulary, snapshot.segments, firm)
    return [item.segment.check(wide, lexicon(), known, frozenset(firm)) for item in prepared]


def _any(fit: Fit) -> bool:
    return any(len(hits.rows) for hits in fit.found)


def of_kind(segment: Segment, need: Need) -> NDArray[np.bool_]:
    """The living products of a kind that was named, as the shop's categories have it; none when none was named. [products]"""
    mask = np.zeros(len(segment.ids), np.bool_)
    attribute = segment.columns.attribute("category")
    if attribute is not None:
        for spelling in (spelling for kind in need.category for spelling in lexicon().spellings(kind)):
            mask[segment.columns.product[attribute.having(spelling)]] = True
    return mask & segment.alive
