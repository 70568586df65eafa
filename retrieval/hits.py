"""Hits: what one segment has to answer a question with, masked by the wishes and scored by words and vectors."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.need import Need

from .boosts import boost
from .category_prediction import predicted
from .fusion import Scores, fuse, least_words, relevant
from .lexicon import lexicon
from .masks import Checks
from .question import Question
from .result import Route
from .segment import Segment
from .signals import Signals
from .snapshot import Snapshot

_EXACT_SHARE = 0.2  # of the rows: below it every row's vector is compared, above it Chroma is asked first
_EXACT_ROWS = 50_000  # of a segment: up to it comparing all takes no longer than asking Chroma, and misses nothing
_POOL = 100  # products that vectors alone bring to the fusion; what shares a word with the query is there anyway


@dataclass(frozen=True)
class Hits:
    """What one segment found. All arrays are [hits]: product rows, their chosen variants, and what they are ordered by."""

    segment: Segment
    rows: NDArray[np.int64]
    variants: NDArray[np.int64]
    unstated: NDArray[np.int32]  # how many wishes the shop leaves open for the chosen variant
    scores: dict[str, Scores]
    route: Route

    @classmethod
    def none(cls, segment: Segment) -> Hits:
        """No hits."""
        nothing = np.zeros(0, np.float32)
        scores = dict.fromkeys(("search", "lexical", "dense"), nothing)
        return cls(segment, np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32), scores, "none")

    def where(self, kept: NDArray[np.bool_]) -> Hits:
        """Only those of the hits."""
        scores = {name: values[kept] for name, values in self.scores.items()}
        return Hits(self.segment, self.rows[kept], self.variants[kept], self.unstated[kept], scores, self.route)

    def id(self, at: int) -> str:
        """The product at that place of the hits."""
        return self.segment.ids[int(self.rows[at])]


@dataclass(frozen=True)
class Prepared:
    """One segment with what of a search does not depend on which wishes are given up."""

    number: int
    segment: Segment
    checks: Checks
    lexical: Scores  # [products] the share of the question's words, about 0 to 1
    least: Scores  # [products] as much of it makes an answer
    gained: Scores  # [products] by soft wishes
    signals: Signals

    @classmethod
    def all(
        cls,
        snapshot: Snapshot,
        need: Need,
        question: Question,
        firm: Collection[str] = (),
        signals: Signals = Signals(),  # noqa: B008  (it is frozen)
    ) -> list[Prepared]:
        """Every segment of the snapshot, the Need's hard wishes checked; those about `firm` attributes without any doubt."""
        segments = snapshot.segments
        known = frozenset(name for segment in segments for name in segment.columns.names())
        lexical = [segment.words(question.tokens) / np.float32(question.bound or 1.0) for segment in segments]
        kinds = predicted(question, segments, lexical)
        alive = (scores[segment.alive] for segment, scores in zip(segments, lexical, strict=True))
        best = max((float(scores.max(initial=0)) for scores in alive), default=0.0)
        gained = [boost(segment, need, question, kinds) for segment in segments]
        return [
            cls(
                number,
                segment,
                segment.check(need, lexicon(), known, firm),
                scores,
                least_words(best, lifted),
                lifted,
                signals,
            )
            for number, (segment, scores, lifted) in enumerate(zip(segments, lexical, gained, strict=True))
        ]


def hits_of(snapshot: Snapshot, question: Question, prepared: Prepared, without: frozenset[int], k: int) -> Hits:
    """The products of the segment that break no wish but those given up, and have anything to do with the question."""
    segment, lexical = prepared.segment, prepared.lexical
    allowed = prepared.checks.allowed(without)
    unstated = prepared.checks.unstated()
    size = max(_POOL, 4 * k)
    mask = segment.products(allowed)
    found = _by_words(prepared, mask, segment.columns.least(unstated, allowed), question, size)
    rows, cosine, route = found or _pool(snapshot, prepared.number, mask, lexical, question, size)
    if not question.empty:
        rows = rows[relevant(lexical[rows], cosine[rows], prepared.least[rows], question.near)]
    variants = segment.best_variants(rows, allowed, unstated)
    score = fuse(lexical[rows], cosine[rows], prepared.gained[rows], question.worth)
    score += prepared.signals.worth(segment.columns, rows, variants)
    scores = {"search": score, "lexical": lexical[rows], "dense": cosine[rows]}
    return Hits(segment, rows, variants, unstated[variants], scores, route)


def _by_words(
    prepared: Prepared, mask: NDArray[np.bool_], unstated: NDArray[np.int32], question: Question, size: int
) -> tuple[NDArray[np.int64], Scores, Route] | None:
    # Where enough goods hold the words, no vector can bring others before them, and only the best need their cosine.
    segment, lexical = prepared.segment, prepared.lexical
    rows = np.flatnonzero(mask & (lexical >= prepared.least))
    if question.empty or len(rows) < size:
        return None
    base = fuse(lexical[rows], np.zeros(1, np.float32), prepared.gained[rows], question.worth)
    levels = unstated[rows]
    first = levels == unstated[mask].min()
    if first.sum() < size:
        return None
    least = float(np.partition(base[first], -size)[-size]) - question.worth - prepared.signals.most
    if least <= prepared.signals.most + float(prepared.gained.max(initial=0)):
        return None
    strong = rows[first & (base >= least)]
    cosine = np.zeros(len(segment.ids), np.float32)
    cosine[strong] = segment.matrix[strong] @ question.vector
    return rows, cosine, "lexical"


def _pool(
    snapshot: Snapshot, number: int, mask: NDArray[np.bool_], lexical: Scores, question: Question, size: int
) -> tuple[NDArray[np.int64], Scores, Route]:
    # The rows that can be among the best, and their cosines; other rows' cosines stay 0.
    segment = snapshot.segments[number]
    cosine = np.zeros(len(segment.ids), np.float32)
    rows = np.flatnonzero(mask)
    if question.empty or not question.vector.any():
        return (rows if question.empty else rows[lexical[rows] > 0]), cosine, "lexical" if len(rows) else "none"
    few = len(rows) <= _EXACT_SHARE * len(segment.ids)
    if number or snapshot.vectors is None or few or len(segment.ids) <= _EXACT_ROWS:
        cosine[rows] = segment.matrix[rows] @ question.vector if few else (segment.matrix @ question.vector)[rows]
        return rows, cosine, "exact" if len(rows) else "none"
    near = _nearest(snapshot, segment, question, mask, size)
    route: Route = "chroma"
    if near is None:
        near, route = rows, "exact"
    wanted = mask & (lexical > 0)
    wanted[near] = True
    pool = np.flatnonzero(wanted)
    cosine[pool] = segment.matrix[pool] @ question.vector
    return pool, cosine, route


def _nearest(
    snapshot: Snapshot, segment: Segment, question: Question, mask: NDArray[np.bool_], size: int
) -> NDArray[np.int64] | None:
    # Over-fetches in proportion to what the mask leaves; None when Chroma fails or comes back short.
    assert snapshot.vectors is not None  # noqa: S101
    wanted = min(len(segment.ids), int(size / max(mask.mean(), _EXACT_SHARE)))
    try:
        found = snapshot.vectors.nearest(question.vector, wanted)
    except Exception:  # a damaged index must cost quality, never the answer
        return None
    rows = segment.rows_of([id_ for id_, _ in found])
    kept = rows[mask[rows]]
    return kept if len(kept) >= min(size, int(mask.sum())) // 2 else None
