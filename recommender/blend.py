"""Blend: the ranker: the search's order, bent by what this shopper does and what everybody likes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shop.candidate import Candidate, Why
from shop.event import Event
from shop.need import Need

from .markov import Markov
from .popularity import Popularity
from .ranker import Scored
from .reactions import Reactions

if TYPE_CHECKING:
    from .foresight import Foresight

_NEXT = 0.15  # beside a search score of 0 to about 1: it reorders near-ties
_POPULAR = 0.04
_PREFERRED = 0.08
_SOLD_OUT = 0.3  # what nobody can buy comes after what somebody can
_TIRED = 0.02  # for each time that it was shown for nothing after the first, up to ...
_MOST_TIRED = 3
_LESS = 0.7  # of a recommendation's worth for each such time: nobody asked for it
_FEW = 3  # buyers below this are not worth naming
_MOST_HISTORY = 20  # products of earlier visits


Past = Callable[[str], Sequence[Event]]  # what a shopper did, the oldest first


@dataclass(frozen=True)
class _Learned:
    popularity: Popularity = field(default_factory=Popularity)
    markov: Markov = field(default_factory=Markov)


@dataclass(frozen=True)
class _Following:
    """How likely products are next, from 0 to 1, and what of the history says so."""

    scores: Mapping[str, float]
    because: Callable[[Sequence[str]], Mapping[str, Why]]


class Blend:
    """A `Ranker`. With a trained model it asks that what comes next, without one it counts what others went on to.

    What everybody does is learned by `fit`; what this shopper did is asked of `past` every time, so that it counts at once and
    is forgotten at once. Thread-safe: what was learned is one immutable object, replaced at once.
    """

    def __init__(self, foresight: Callable[[], Foresight | None] = lambda: None, past: Past = lambda shopper: ()) -> None:
        self._learned = _Learned()
        self._foresight, self._past = foresight, past

    @property
    def name(self) -> str:
        """Which one it is: "blend", or "personal" and the version of the trained model."""
        foresight = self._foresight()
        return "blend" if foresight is None else f"personal {foresight.version}"

    def refresh(self) -> None:
        """See whether there is a new model, or goods that it does not know yet. Whatever is read is read in the background."""
        self._foresight()

    def fit(self, events: Iterable[Event]) -> None:
        """Learn from all events, in time order."""
        told = list(events)
        self._learned = _Learned(Popularity.of(told), Markov.of(told))

    def rank(
        self,
        shopper: str | None,
        events_now: Sequence[Event],
        preferences: Mapping[str, Sequence[str]],
        need: Need,
        candidates: Sequence[Candidate],
    ) -> list[Candidate]:
        """Near-ties go to what this shopper is likely to want. An order that was asked for stays, open wishes stay last."""
        learned, reactions = self._learned, self._reactions(shopper, events_now)
        ids = [candidate.product.id for candidate in candidates]
        following = self._following(learned, reactions, ids)
        because = following.because(ids)
        made = [self._scored(candidate, learned, following, preferences, because, reactions) for candidate in candidates]
        if need.sort != "relevance":
            return made
        return sorted(made, key=lambda item: (_open(item), item.product.id in reactions.refused, -item.scores["rank"]))

    def recommend(
        self, shopper: str | None, events_now: Sequence[Event], k: int, exclude: Collection[str] = ()
    ) -> list[Scored]:
        """What is likely next for this shopper, filled up with what everybody likes."""
        learned, reactions = self._learned, self._reactions(shopper, events_now)
        left_out = {*exclude, *reactions.owned, *reactions.refused}
        following = self._following(learned, reactions, None, 4 * k + len(left_out))
        likely = set(following.scores) | set(learned.popularity.best[: k + len(left_out) + len(reactions.passed)])
        worth = {id_: _worth(learned, following, id_) for id_ in likely if id_ not in left_out}
        worth |= {id_: worth[id_] * _LESS**times for id_, times in reactions.passed.items() if id_ in worth}
        best = sorted(worth, key=lambda id_: (-worth[id_], id_))[:k]
        because = following.because(best)
        return [Scored(product_id=id_, score=worth[id_], why=_why(learned, because, id_)) for id_ in best]

    def explain(self, shopper: str | None, events_now: Sequence[Event], product_id: str) -> tuple[Why, ...]:
        """Why this product, for this shopper, now."""
        learned = self._learned
        following = self._following(learned, self._reactions(shopper, events_now), [product_id])
        return _why(learned, following.because([product_id]), product_id)

    def _following(self, learned: _Learned, reactions: Reactions, among: Sequence[str] | None, k: int = 100) -> _Following:
        foresight = self._foresight()
        view = foresight.look(reactions.taken) if foresight else None
        if view is None:  # no model, or it knows nothing of this history
            return _counted(learned, reactions.taken)

        def because(ids: Sequence[str]) -> Mapping[str, Why]:
            found = view.because(ids)
            return {id_: Why(kind="because", values={"product": one}) for id_, one in found.items()}

        return _Following(view.scores(among, k), because)

    def _reactions(self, shopper: str | None, events_now: Sequence[Event]) -> Reactions:
        before = self._past(shopper) if shopper else ()
        known = {event.session for event in events_now}
        earlier = Reactions.of(event for event in before if event.session is None or event.session not in known)
        now = Reactions.of(events_now)
        return Reactions(
            taken=(*earlier.taken[-_MOST_HISTORY:], *now.taken),
            owned=earlier.owned | now.owned,
            refused=earlier.refused - set(now.taken) | now.refused,
            passed=now.passed,
        )

    def _scored(
        self,
        candidate: Candidate,
        learned: _Learned,
        following: _Following,
        preferences: Mapping[str, Sequence[str]],
        because: Mapping[str, Why],
        reactions: Reactions,
    ) -> Candidate:
        id_ = candidate.product.id
        liked = _preferred(candidate, preferences)
        score = candidate.scores.get("search", 0.0) + _worth(learned, following, id_) + _PREFERRED * len(liked)
        if candidate.variant.in_stock is False:
            score -= _SOLD_OUT
        score -= _TIRED * min(max(0, reactions.passed.get(id_, 0) - 1), _MOST_TIRED)
        why = (*candidate.why, *liked, *_why(learned, because, id_))
        return candidate.model_copy(update={"scores": {**candidate.scores, "rank": score}, "why": why})


def _counted(learned: _Learned, history: Sequence[str]) -> _Following:
    counted = learned.markov.scores(history)

    def because(ids: Sequence[str]) -> Mapping[str, Why]:
        found = {}
        for id_ in ids:
            if id_ in counted:
                one = counted[id_][1]
                kind = "bought_after" if (one, id_) in learned.markov.bought else "viewed_after"
                found[id_] = Why(kind=kind, values={"product": one})
        return found

    return _Following({id_: score for id_, (score, _) in counted.items()}, because)


def _worth(learned: _Learned, following: _Following, id_: str) -> float:
    return _NEXT * following.scores.get(id_, 0.0) + _POPULAR * learned.popularity.scores.get(id_, 0.0)


def _why(learned: _Learned, because: Mapping[str, Why], id_: str) -> tuple[Why, ...]:
    reasons = [because[id_]] if id_ in because else []
    if learned.popularity.buyers[id_] >= _FEW:
        reasons.append(Why(kind="popular", values={"count": str(learned.popularity.buyers[id_])}))
    return tuple(reasons)


def _preferred(candidate: Candidate, preferences: Mapping[str, Sequence[str]]) -> list[Why]:
    product = candidate.product
    found = []
    for attribute, values in preferences.items():
        stated = (product.brand or "",) if attribute == "brand" else product.attributes.get(attribute, ())
        own = {*stated, candidate.variant.options.get(attribute, "")}
        found += [Why(kind="prefers", values={"attribute": attribute, "value": value}) for value in values if value in own]
    return found


def _open(candidate: Candidate) -> int:
    return sum(why.kind == "not_stated" for why in candidate.why)
