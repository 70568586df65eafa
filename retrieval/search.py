"""Search: a Need in, candidates out. Hard wishes are masks; words and vectors score what the masks leave."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from shop.candidate import Candidate, Why
from shop.need import Need
from shop.product import Product
from shop.store.catalogue import Catalogue

from .attribute import Mask
from .document import summary
from .facets import Facet, close_answers, facets_of
from .fusion import Scores
from .hits import Hits, Prepared, hits_of
from .masks import Checks
from .matches import matches
from .order import ranked
from .query_cache import QueryCache
from .question import Question
from .reading import read
from .relaxation import Fit, until_found
from .reranker import Reranking
from .result import Relaxed, SearchResult
from .signals import Signals
from .snapshot import Snapshot
from .tokens import tokenize
from .vocabulary import Vocabulary

_CLOSE = 0.6  # of the best answer's words: what holds as much answers nearly as well
_FACET_K = 60

Place = tuple[int, int]  # number of the segment, place in its hits


class Searcher:
    """Answers from the current snapshot. Thread-safe: a search keeps the snapshot that it began with."""

    def __init__(self, snapshot: Callable[[], Snapshot], catalogue: Catalogue) -> None:
        self._snapshot = snapshot
        self._catalogue = catalogue
        self.signals = Signals()
        self.reranking: Reranking | None = None
        self.routes: Counter[str] = Counter()
        self.cache = QueryCache()

    @property
    def vocabulary(self) -> Vocabulary:
        """The shop's own words."""
        return self._snapshot().vocabulary

    def search(self, need: Need, *, k: int = 10, exclude: Collection[str] = (), firm: Collection[str] = ()) -> SearchResult:
        """The k best products for the Need; when none fits, the nearest ones, naming the wishes that were widened or given up.

        Wishes about `firm` attributes are neither, though nothing may be left then.
        """
        started = time.perf_counter()
        snapshot = self._snapshot()
        # The catalogue may be ahead of the index for a moment; prices are those of the catalogue.
        state = (snapshot, self._catalogue.seq())
        asked = (need, k, frozenset(exclude), frozenset(firm))
        answer = self.cache.get(state, asked)
        if answer is None:
            answer = self._answer(snapshot, need, k, frozenset(exclude), frozenset(firm))
            if not (self.reranking and self.reranking.resting):  # what was answered without it is not remembered
                self.cache.put(state, asked, answer)
        self.routes[answer.route] += 1
        return answer.model_copy(update={"ms": (time.perf_counter() - started) * 1000})

    def _answer(self, snapshot: Snapshot, need: Need, k: int, exclude: frozenset[str], firm: frozenset[str]) -> SearchResult:
        question = read(snapshot, need.query)
        prepared = Prepared.all(snapshot, need, question, firm, self.signals)
        fit = until_found(snapshot, need, question, prepared, k, firm)
        found, checks = fit.found, fit.prepared[0].checks
        return SearchResult(
            candidates=tuple(self._candidates(fit, need, question, k, exclude)),
            total=sum(len(hits.rows) for hits in found),
            close=_close(found, question),
            relaxed=tuple(_relaxed(checks, fit.without)),
            ignored=(*checks.ignored, *_unsorted(snapshot, need)),
            corrected=question.corrected,
            route=found[0].route,  # a change since the last build is always searched exactly
        )

    def count(self, ids: Collection[str]) -> int:
        """How many of those products can be found."""
        return sum(int(segment.alive[segment.rows_of(list(ids))].sum()) for segment in self._snapshot().segments)

    def knows(self, word: str) -> bool:
        """Whether any product holds the word."""
        frequency = self._snapshot().statistics.frequency
        return any(frequency.get(token) for token in tokenize(word))

    def facets(self, need: Need, currency: str, *, firm: Collection[str] = ()) -> list[Facet]:
        """What the answers to the Need differ in, counted over all that answer it nearly as well as the best."""
        snapshot = self._snapshot()
        question = read(snapshot, need.query)
        prepared = Prepared.all(snapshot, need, question, firm)
        fit = until_found(snapshot, need, question, prepared, _FACET_K, firm)
        prepared, without, found = fit.prepared, fit.without, fit.found
        least = 0.0 if question.empty else _CLOSE * _best(found)
        checks = prepared[0].checks.checks

        def answers(attribute: str) -> list[tuple[Hits, Mask]]:
            own = {n for n, item in enumerate(checks) if attribute and item.attribute.startswith(attribute)}
            lifted = without | own
            hits = found if lifted == without else [hits_of(snapshot, question, item, lifted, _FACET_K) for item in prepared]
            allowed = [item.checks.allowed(lifted) for item in prepared]
            return [(kept, rows & mask) for (kept, rows), mask in zip(close_answers(hits, least), allowed, strict=True)]

        return facets_of(need, answers, snapshot.vocabulary, currency)

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

    def _candidates(self, fit: Fit, need: Need, question: Question, k: int, exclude: Collection[str]) -> list[Candidate]:
        found = fit.found
        beyond = need.sort == "relevance" and fit.gave_up("price_max", "price_min")
        read = self.reranking.most if self.reranking and need.query and need.sort == "relevance" and not beyond else 0
        best = ranked(found, need, max(k, read) + len(exclude), beyond=beyond)
        best = [(number, at) for number, at in best if found[number].id(at) not in exclude]
        best = (self._reranked(found, best[:read], need.query) + best[read:])[:k]
        products = self._catalogue.get_many([found[number].id(at) for number, at in best])
        by_id = {product.id: product for product in products}
        made = []
        for number, at in best:
            hits = found[number]
            place = int(hits.variants[at])
            product = by_id.get(hits.id(at))
            variant = product and product.variant(hits.segment.columns.variants[place])
            if product and variant:  # otherwise the catalogue changed a moment ago, and the feed will tell
                scores = {name: float(values[at]) for name, values in hits.scores.items()}
                why = (*_why(fit.prepared[number].checks, place, fit.without), *matches(question, product))
                made.append(Candidate(product=product, variant=variant, scores=scores, why=why))
        return made

    def _reranked(self, found: Sequence[Hits], best: list[Place], query: str) -> list[Place]:
        # By score and reranker together, among those of which equally many wishes are stated.
        if not self.reranking or len(best) < 2:
            return best
        known = {product.id: product for product in self._catalogue.get_many([found[n].id(at) for n, at in best])}
        texts = [_text(known.get(found[n].id(at))) for n, at in best]
        ranks = self.reranking.ranks(query, texts)
        self.routes["reranked" if ranks is not None else "not reranked"] += 1
        if ranks is None:
            return best
        score = np.array([found[n].scores["search"][at] for n, at in best])
        unstated = np.array([found[n].unstated[at] for n, at in best])
        spread = float(np.ptp(score)) or 1.0
        own = (score - score.min()) / spread
        blended = (1 - self.reranking.weight) * own + self.reranking.weight * ranks
        return [best[place] for place in np.lexsort((-blended, unstated)).tolist()]


def _text(product: Product | None) -> str:
    return f"{summary(product)} {product.description}" if product else ""


def _close(found: Sequence[Hits], question: Question) -> int:
    if question.empty:
        return sum(len(hits.rows) for hits in found)
    return sum(int((hits.scores["lexical"] >= _CLOSE * _best(found)).sum()) for hits in found)


def _best(found: Sequence[Hits]) -> float:
    return max((float(hits.scores["lexical"].max(initial=0)) for hits in found), default=0.0)


def _relaxed(checks: Checks, without: frozenset[int]) -> Iterator[Relaxed]:
    for number, item in enumerate(checks.checks):
        if number in without:
            yield Relaxed(attribute=item.attribute, value=item.value)
        elif item.to is not None:
            yield Relaxed(attribute=item.attribute, value=item.value, to=item.to)


def _why(checks: Checks, place: int, without: frozenset[int]) -> tuple[Why, ...]:
    reasons = []
    for number, item in enumerate(checks.checks):
        if item.not_stated[place]:
            reasons.append(Why(kind="not_stated", values={"attribute": item.attribute}))
        elif item.exact is not None and item.satisfied[place] and not item.exact[place]:
            values = {"attribute": item.attribute, "value": item.value, "to": item.to or ""}
            reasons.append(Why(kind="widened", values=values))
        elif item.satisfied[place]:
            reasons.append(Why(kind="wish", values={"attribute": item.attribute, "value": item.value}))
        elif number in without:
            reasons.append(Why(kind="relaxed", values={"attribute": item.attribute, "value": item.value}))
    return tuple(reasons)


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
