"""Search: a Need in, candidates out. Hard wishes are masks; words and vectors score what the masks leave."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.candidate import Candidate, Why
from shop.need import Need
from shop.store.catalogue import Catalogue

from .boosts import boost
from .facets import facets_of
from .fusion import Scores, fuse, relevant
from .lexicon import lexicon
from .masks import Checks
from .question import Question
from .reading import read
from .result import Relaxed, Route, SearchResult
from .segment import Segment
from .snapshot import Snapshot
from .tokens import tokenize
from .vocabulary import Vocabulary

_EXACT_SHARE = 0.2  # of the rows: below it every row's vector is compared, above it Chroma is asked first
_POOL = 100  # products that vectors alone bring to the fusion; what shares a word with the query is there anyway
_CLOSE = 0.6  # of the best answer's words: what holds as much answers nearly as well
_SORT_GATE = 0.5  # of the best score: what is further away does not answer a sorted question
_FACET_PRODUCTS = 60


@dataclass(frozen=True)
class _Hits:
    """What one segment found. All arrays are [hits]: product rows, their chosen variants, and what they are ordered by."""

    segment: Segment
    rows: NDArray[np.int64]
    variants: NDArray[np.int64]
    unstated: NDArray[np.int32]  # how many wishes the shop leaves open for the chosen variant
    scores: dict[str, Scores]
    route: Route


class Searcher:
    """Answers from the current snapshot. Thread-safe: a search keeps the snapshot that it began with."""

    def __init__(self, snapshot: Callable[[], Snapshot], catalogue: Catalogue) -> None:
        self._snapshot = snapshot
        self._catalogue = catalogue
        self.routes: Counter[str] = Counter()

    @property
    def vocabulary(self) -> Vocabulary:
        """The shop's own words."""
        return self._snapshot().vocabulary

    def search(self, need: Need, *, k: int = 10, exclude: Collection[str] = ()) -> SearchResult:
        """The k best products for the Need; when none fits, the nearest ones, with the wishes that were given up named."""
        started = time.perf_counter()
        snapshot = self._snapshot()
        question = read(snapshot, need.query)
        checked = [segment.check(need, lexicon()) for segment in snapshot.segments]
        without, found = _until_found(snapshot, need, question, checked, k)
        route = _route(found)
        self.routes[route] += 1
        candidates = self._candidates(found, need, checked, without, k, frozenset(exclude))
        given_up = checked[0].checks if checked else ()
        return SearchResult(
            candidates=tuple(candidates),
            total=sum(len(hits.rows) for hits in found),
            close=_close(found, question),
            relaxed=tuple(Relaxed(attribute=given_up[n].attribute, value=given_up[n].value) for n in sorted(without)),
            ignored=(*_ignored(checked), *_unsorted(snapshot, need)),
            route=route,
            ms=(time.perf_counter() - started) * 1000,
        )

    def count(self, ids: Collection[str]) -> int:
        """How many of those products can be found."""
        return sum(int(segment.alive[segment.rows_of(list(ids))].sum()) for segment in self._snapshot().segments)

    def knows(self, word: str) -> bool:
        """Whether any product holds the word."""
        frequency = self._snapshot().statistics.frequency
        return any(frequency.get(token) for token in tokenize(word))

    def facets(self, need: Need) -> dict[str, list[tuple[str, int]]]:
        """What the best answers differ in: by attribute, the values with how many of them have each."""
        found = self.search(need, k=_FACET_PRODUCTS)
        return facets_of([candidate.product for candidate in found.candidates])

    def mended(self, word: str) -> str | None:
        """What a misspelt word means in this shop; None for a word that needs no mending."""
        snapshot = self._snapshot()
        return snapshot.words.spelling.mended(word, snapshot.statistics.frequency)

    def together(self, first: str, second: str) -> bool:
        """Whether some product answers both texts: then the second may well narrow down the first."""
        snapshot = self._snapshot()
        tokens = [read(snapshot, text).tokens for text in (first, second)]
        scores = [[segment.words(those) * segment.alive for segment in snapshot.segments] for those in tokens]
        best = [max((float(score.max(initial=0)) for score in those), default=0.0) for those in scores]
        if not all(best):
            return False
        return any(np.any((one >= _CLOSE * best[0]) & (two >= _CLOSE * best[1])) for one, two in zip(*scores, strict=True))

    def similar(self, product_id: str, k: int = 10) -> list[Candidate]:
        """The products whose vectors are nearest to that product's."""
        snapshot = self._snapshot()
        vector = _vector(snapshot, product_id)
        if vector is None:
            return []
        near = [
            (float(score), segment.ids[row])
            for segment in snapshot.segments
            for row, score in _top(np.where(segment.alive, segment.matrix @ vector, -1.0), k + 1)
        ]
        ids = [id_ for score, id_ in sorted(near, reverse=True) if id_ != product_id and score > 0][:k]
        products = self._catalogue.get_many(ids)
        return [Candidate(product=product, variant=product.variants[0]) for product in products]

    def _candidates(
        self,
        found: Sequence[_Hits],
        need: Need,
        checked: Sequence[Checks],
        without: frozenset[int],
        k: int,
        exclude: Collection[str],
    ) -> list[Candidate]:
        ranked = _ranked(found, need, k + len(exclude))
        best = [(number, at) for number, at in ranked if _id(found[number], at) not in exclude][:k]
        products = self._catalogue.get_many([_id(found[number], at) for number, at in best])
        by_id = {product.id: product for product in products}
        made = []
        for number, at in best:
            hits = found[number]
            place = int(hits.variants[at])
            product = by_id.get(_id(hits, at))
            variant = product and product.variant(hits.segment.columns.variants[place])
            if product and variant:  # otherwise the catalogue changed a moment ago, and the feed will tell
                scores = {name: float(values[at]) for name, values in hits.scores.items()}
                why = _why(checked[number], place, without)
                made.append(Candidate(product=product, variant=variant, scores=scores, why=why))
        return made


def _close(found: Sequence[_Hits], question: Question) -> int:
    if question.empty:
        return sum(len(hits.rows) for hits in found)
    best = max((float(hits.scores["lexical"].max(initial=0)) for hits in found), default=0.0)
    return sum(int((hits.scores["lexical"] >= _CLOSE * best).sum()) for hits in found)


def _until_found(
    snapshot: Snapshot, need: Need, question: Question, checked: Sequence[Checks], k: int
) -> tuple[frozenset[int], list[_Hits]]:
    # Gives up one wish at a time, each alone before two together in the fixed order, until something fits. Where a kind of
    # goods was named that the shop sells, something is of that kind: shoes in another colour before earbuds in this one.
    order = checked[0].by_relaxation() if checked else []
    attempts = [frozenset[int](), *(frozenset((n,)) for n in order), *(frozenset(order[:n]) for n in range(2, len(order) + 1))]
    kinds = [_of_kind(segment, need) for segment in snapshot.segments]
    named = any(mask.any() for mask in kinds)
    nearest: tuple[frozenset[int], list[_Hits]] | None = None
    found: list[_Hits] = []
    for without in attempts:
        found = [_hits(snapshot, number, need, question, checks, without, k) for number, checks in enumerate(checked)]
        if any(len(hits.rows) for hits in found):
            if not named or any(mask[hits.rows].any() for mask, hits in zip(kinds, found, strict=True)):
                return without, found
            nearest = nearest or (without, found)
    return nearest or (frozenset(), found)


def _of_kind(segment: Segment, need: Need) -> NDArray[np.bool_]:
    mask = np.zeros(len(segment.ids), np.bool_)
    attribute = segment.columns.attribute("category")
    if attribute is not None:
        for spelling in (spelling for kind in need.category for spelling in lexicon().spellings(kind)):
            mask[segment.columns.product[attribute.being(spelling)]] = True
    return mask & segment.alive


def _hits(
    snapshot: Snapshot, number: int, need: Need, question: Question, checks: Checks, without: frozenset[int], k: int
) -> _Hits:
    segment = snapshot.segments[number]
    allowed = checks.allowed(without)
    lexical = segment.words(question.tokens) / np.float32(question.bound or 1.0)
    rows, cosine, route = _pool(snapshot, number, segment.products(allowed), lexical, question, max(_POOL, 4 * k))
    if not question.empty:
        rows = rows[relevant(lexical[rows], cosine[rows])]
    unstated = checks.unstated()
    variants = segment.best_variants(rows, allowed, unstated)
    score = fuse(lexical[rows], cosine[rows], segment.columns.rating[rows], boost(segment, need, question)[rows])
    scores = {"search": score, "lexical": lexical[rows], "dense": cosine[rows]}
    return _Hits(segment, rows, variants, unstated[variants], scores, route)


def _pool(
    snapshot: Snapshot, number: int, mask: NDArray[np.bool_], lexical: Scores, question: Question, size: int
) -> tuple[NDArray[np.int64], Scores, Route]:
    # The rows that can be among the best, and their cosines; other rows' cosines stay 0.
    segment = snapshot.segments[number]
    cosine = np.zeros(len(segment.ids), np.float32)
    rows = np.flatnonzero(mask)
    if question.empty or not question.vector.any():
        return (rows if question.empty else rows[lexical[rows] > 0]), cosine, "lexical" if len(rows) else "none"
    if number or snapshot.vectors is None or len(rows) <= _EXACT_SHARE * len(segment.ids):
        cosine[rows] = segment.matrix[rows] @ question.vector
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


def _id(hits: _Hits, at: int) -> str:
    return hits.segment.ids[int(hits.rows[at])]


def _ranked(found: Sequence[_Hits], need: Need, k: int) -> list[tuple[int, int]]:
    # The k best as (number of the segment, place in its hits): stated before not stated, then as asked for, then by score.
    number = np.concatenate([np.full(len(hits.rows), which) for which, hits in enumerate(found)])
    at = np.concatenate([np.arange(len(hits.rows)) for hits in found])
    score = np.concatenate([hits.scores["search"] for hits in found])
    unstated = np.concatenate([hits.unstated for hits in found])
    wish = np.concatenate([_sort_key(hits, need) for hits in found])
    if need.sort not in ("relevance", "popular") and need.query and len(score):
        kept = score >= _SORT_GATE * score.max()
        number, at, score, unstated, wish = number[kept], at[kept], score[kept], unstated[kept], wish[kept]
    order = np.lexsort((at, number, -score, wish, unstated))[:k]
    return list(zip(number[order].tolist(), at[order].tolist(), strict=True))


def _sort_key(hits: _Hits, need: Need) -> NDArray[np.float64]:
    columns = hits.segment.columns
    price = columns.price[hits.variants].astype(np.float64)
    match need.sort:
        case "price_asc":
            return np.where(price < 0, np.inf, price)
        case "price_desc":
            return np.where(price < 0, np.inf, -price)
        case "rating":
            return -columns.rating[hits.rows].astype(np.float64)
        case "newest":
            return -columns.created[hits.rows]
    return np.zeros(len(hits.rows))


def _why(checks: Checks, place: int, without: frozenset[int]) -> tuple[Why, ...]:
    reasons = []
    for number, item in enumerate(checks.checks):
        if item.not_stated[place]:
            reasons.append(Why(kind="not_stated", values={"attribute": item.attribute}))
        elif item.satisfied[place]:
            reasons.append(Why(kind="wish", values={"attribute": item.attribute, "value": item.value}))
        elif number in without:
            reasons.append(Why(kind="relaxed", values={"attribute": item.attribute, "value": item.value}))
    return tuple(reasons)


def _route(found: Sequence[_Hits]) -> Route:
    # A change since the last build is always searched exactly; what was built tells which way the search went.
    return found[0].route if found else "none"


def _ignored(checked: Sequence[Checks]) -> tuple[str, ...]:
    # Unknown to the shop is what every segment does not know.
    return tuple(name for name in (checked[0].ignored if checked else ()) if all(name in checks.ignored for checks in checked))


def _unsorted(snapshot: Snapshot, need: Need) -> tuple[str, ...]:
    # The order that was asked for, when nothing in the shop says how to make it.
    columns = [segment.columns for segment in snapshot.segments]
    if need.sort == "rating" and all(np.isnan(item.stars).all() for item in columns):
        return ("rating",)
    if need.sort == "newest" and not any(item.created.any() for item in columns):
        return ("created",)
    return ()


def _vector(snapshot: Snapshot, product_id: str) -> NDArray[np.float32] | None:
    for segment in snapshot.segments:
        rows = segment.rows_of([product_id])
        if len(rows) and segment.alive[rows[0]]:
            vector: NDArray[np.float32] = segment.matrix[rows[0]]
            return vector
    return None


def _top(scores: NDArray[np.float64] | Scores, k: int) -> list[tuple[int, float]]:
    rows = np.argpartition(-scores, min(k, len(scores) - 1))[:k] if len(scores) > k else np.arange(len(scores))
    return [(int(row), float(scores[row])) for row in rows]
