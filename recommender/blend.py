"""Blend: the ranker: the search's order, bent by what this shopper does and what everybody likes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shop.candidate import Candidate, Why
from shop.event import Event
from shop.need import Need

from .crowd import Crowd
from .final.features import MOST_TIRED, PRIOR, by_prior, of_product, table_of
from .ranker import Scored
from .reactions import Reactions
from .tastes import LIKED, liked_words, met_preferences

if TYPE_CHECKING:
    from .foresight import Foresight

_LESS = 0.7  # of a recommendation's worth for each time that it was shown for nothing: nobody asked for it
_MOST_HISTORY = 20  # products of earlier visits


Past = Callable[[str], Sequence[Event]]  # what a shopper did, the oldest first


@dataclass(frozen=True)
class _Following:
    """How likely products are next, from 0 to 1, and what of the history says so."""

    scores: Mapping[str, float]
    because: Callable[[Sequence[str]], Mapping[str, Why]]


class Blend:
    """A `Ranker`. With a trained model it asks that what comes next, without one it counts what others went on to.

    How much each thing counts in an answer is learned from the shop's clicks where there are enough, else fixed
    (`final/features.py`). What everybody does is learned by `fit`; what this shopper did is asked of `past` every time, so that
    it counts at once and is forgotten at once. Thread-safe: what was learned is one immutable object, replaced at once.
    """

    def __init__(self, foresight: Callable[[], Foresight | None] = lambda: None, past: Past = lambda shopper: ()) -> None:
        self._crowd = Crowd()
        self._foresight, self._past = foresight, past

    @property
    def name(self) -> str:
        """Which one it is: "blend", or "personal" and the version of the trained model; with "+ clicks" if these order."""
        foresight = self._foresight()
        return "blend" if foresight is None else named(foresight.version, foresight.final is not None)

    def refresh(self) -> None:
        """See whether there is a new model, or goods that it does not know yet. Whatever is read is read in the background."""
        self._foresight()

    def fit(self, events: Iterable[Event]) -> None:
        """Learn from all events, in time order."""
        self._crowd = Crowd.of(events)

    def rank(
        self,
        shopper: str | None,
        events_now: Sequence[Event],
        preferences: Mapping[str, Sequence[str]],
        need: Need,
        candidates: Sequence[Candidate],
    ) -> list[Candidate]:
        """Near-ties go to what this shopper is likely to want. An order that was asked for stays, open wishes stay last."""
        crowd, foresight, reactions = self._crowd, self._foresight(), self._reactions(shopper, events_now)
        ids = [candidate.product.id for candidate in candidates]
        following = _following(crowd, foresight, reactions, ids)
        rows = [
            _in_answer(candidate, preferences, reactions) | about
            for candidate, about in zip(candidates, _about(ids, crowd, foresight, reactions, following, need), strict=True)
        ]
        final = foresight.final if foresight else None
        because, values = following.because(ids), final.values(table_of(rows)) if final else table_of(rows) @ PRIOR
        made = [
            candidate.model_copy(
                update={
                    "scores": {**candidate.scores, **row, "rank": float(value)},
                    "why": (
                        *candidate.why,
                        *met_preferences(candidate, preferences),
                        *_why(crowd, because, candidate.product.id),
                    ),
                }
            )
            for candidate, row, value in zip(candidates, rows, values, strict=True)
        ]
        if need.sort != "relevance":
            return made
        return sorted(made, key=lambda item: (_open(item), item.product.id in reactions.refused, -item.scores["rank"]))

    def recommend(
        self, shopper: str | None, events_now: Sequence[Event], k: int, exclude: Collection[str] = ()
    ) -> list[Scored]:
        """What is likely next for this shopper, filled up with what everybody likes."""
        crowd, foresight, reactions = self._crowd, self._foresight(), self._reactions(shopper, events_now)
        left_out = {*exclude, *reactions.owned, *reactions.refused}
        following = _following(crowd, foresight, reactions, None, 4 * k + len(left_out))
        likely = set(following.scores) | set(crowd.popularity.best[: k + len(left_out) + len(reactions.passed)])
        ids = sorted(likely - left_out)
        rows = _about(ids, crowd, foresight, reactions, following)
        values = [by_prior(row) for row in rows]
        worth = {id_: value * _LESS ** reactions.passed.get(id_, 0) for id_, value in zip(ids, values, strict=True)}
        known = dict(zip(ids, rows, strict=True))
        best = sorted(worth, key=lambda id_: (-worth[id_], id_))[:k]
        because = following.because(best)
        return [Scored(product_id=id_, score=worth[id_], why=_why(crowd, because, id_), features=known[id_]) for id_ in best]

    def taken(self, shopper: str | None, events_now: Sequence[Event]) -> Sequence[str]:
        """The products that this shopper took lately, the oldest first."""
        return self._reactions(shopper, events_now).taken

    def newcomers(
        self, shopper: str | None, events_now: Sequence[Event], k: int, exclude: Collection[str] = ()
    ) -> list[Scored]:
        """What nobody has taken yet and is nearest, by its words, to what this shopper is likely to want."""
        foresight, reactions = self._foresight(), self._reactions(shopper, events_now)
        view = foresight.look(reactions.taken) if foresight else None
        if view is None:
            return []
        left_out = {*exclude, *reactions.owned, *reactions.refused, *reactions.passed}
        ids = [id_ for id_ in view.newcomers(k + len(left_out)) if id_ not in left_out][:k]
        following = _Following(view.scores(ids), lambda ids: {})
        rows = _about(ids, self._crowd, foresight, reactions, following)
        return [
            Scored(product_id=id_, score=0.0, why=(Why(kind="new"),), features=row) for id_, row in zip(ids, rows, strict=True)
        ]

    def explain(self, shopper: str | None, events_now: Sequence[Event], product_id: str) -> tuple[Why, ...]:
        """Why this product, for this shopper, now."""
        crowd, reactions = self._crowd, self._reactions(shopper, events_now)
        following = _following(crowd, self._foresight(), reactions, [product_id])
        return _why(crowd, following.because([product_id]), product_id)

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


def named(version: str, learned_from_clicks: bool) -> str:
    """What a ranker with a trained model of that version is called."""
    return f"personal {version}{' + clicks' if learned_from_clicks else ''}"


def _following(
    crowd: Crowd, foresight: Foresight | None, reactions: Reactions, among: Sequence[str] | None, k: int = 100
) -> _Following:
    view = foresight.look(reactions.taken) if foresight else None
    if view is None:  # no model, or it knows nothing of this history
        scores, said = crowd.following(reactions.taken)
        return _Following(scores, lambda ids: {id_: said[id_] for id_ in ids if id_ in said})

    def because(ids: Sequence[str]) -> Mapping[str, Why]:
        found = view.because(ids)
        return {id_: Why(kind="because", values={"product": one}) for id_, one in found.items()}

    return _Following(view.scores(among, k), because)


def _about(
    ids: Sequence[str],
    crowd: Crowd,
    foresight: Foresight | None,
    reactions: Reactions,
    following: _Following,
    need: Need | None = None,
) -> list[dict[str, float]]:
    """What is known of each without looking at it."""
    clicked = crowd.affinity.after(need.query) if need else {}
    fitting = foresight.as_dear(reactions.taken, ids) if foresight else {}
    return [
        {
            "next": following.scores.get(id_, 0.0),
            "popular": crowd.popularity.scores.get(id_, 0.0),
            "clicked": clicked.get(id_, 0.0),
            "price": fitting.get(id_, 0.0),
        }
        for id_ in ids
    ]


def _in_answer(candidate: Candidate, preferences: Mapping[str, Sequence[str]], reactions: Reactions) -> dict[str, float]:
    """What is seen of it in an answer to words, beside the scores of the search, which it has already."""
    scores, passed = candidate.scores, reactions.passed.get(candidate.product.id, 0)
    return {name: scores[name] for name in ("search", "lexical", "dense") if name in scores} | {
        "asked": 1.0,
        "preferred": float(sum(why.values["attribute"] != LIKED for why in met_preferences(candidate, preferences))),
        "liked": liked_words(candidate.product, preferences),
        "sold_out": float(candidate.variant.in_stock is False),
        "tired": float(min(max(0, passed - 1), MOST_TIRED)),
        **of_product(candidate.product),
    }


def _why(crowd: Crowd, because: Mapping[str, Why], id_: str) -> tuple[Why, ...]:
    return (*((because[id_],) if id_ in because else ()), *crowd.liking(id_))


def _open(candidate: Candidate) -> int:
    return sum(why.kind == "not_stated" for why in candidate.why)
