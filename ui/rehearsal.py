"""Rehearsal: before the demo shop opens its customers ask for things, so that its ranker has learned from choices, too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from assistant.tools.kinds import of_kind
from assistant.understanding.asking import need_of
from recommender.blend import Blend
from recommender.exploration import explored
from recommender.final.features import kept
from retrieval.search import Searcher
from shop.candidate import Candidate
from shop.demo.choosing import Asking, Choosers
from shop.event import Event, Kind
from shop.need import Need
from shop.store.store import Store

HOW_MANY = 1200  # lists
_POOL = 20  # candidates: fewer than a shopper is served from, for there are many lists
_SHOWN = 8
_EXPLORE = 1.0  # of the lists: who sees only what was thought best before teaches little
_MOMENT = 20_000  # ms between two things that a customer does


def rehearse(
    store: Store,
    searcher: Searcher,
    ranker: Blend,
    choosers: Choosers,
    count: int = HOW_MANY,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> list[Event]:
    """Let customers ask, show them what the shop would, and return what they do, as events of its log."""
    chance = Random(f"{choosers.seed}/explored")
    currency, made = store.facts.get("currency") or "USD", list[Event]()
    for number, asking in enumerate(choosers.askings(count)):
        told(number, count)
        need = need_of(asking.text, searcher, currency)
        shown = _answer(searcher, ranker, asking, need, chance)
        made += _events(asking, need, shown, choosers, ranker.name)
    return made


def _answer(searcher: Searcher, ranker: Blend, asking: Asking, need: Need, chance: Random) -> list[Candidate]:
    shopper = asking.shopper
    found = of_kind(searcher.search(need, k=_POOL).candidates, need)
    return explored(ranker.rank(shopper.id, [], shopper.preferences, need, found), _SHOWN, _EXPLORE, chance)


def _events(asking: Asking, need: Need, shown: Sequence[Candidate], choosers: Choosers, ranker: str) -> list[Event]:
    def event(kind: Kind, after: int, **more: object) -> Event:
        who = {"shopper": asking.shopper.id, "session": asking.session, "turn": asking.session}
        return Event.model_validate({"kind": kind, "time": asking.time + after, **who, **more})

    made = [event("search", 0, query=need.query)] if need.query else []
    made += [
        event(
            "shown",
            1,
            list_id=asking.session,
            position=place,
            product=item.product.id,
            variant=item.variant.id,
            ranker_version=ranker,
            propensity=item.propensity,
            features=kept(item.scores),
        )
        for place, item in enumerate(shown)
    ]
    chosen = choosers.choices(asking, [item.product.id for item in shown])
    made += [event(kind, _MOMENT * number, product=id_) for number, (id_, kind) in enumerate(chosen, 1)]
    # Rehearsed again after an interruption, it is in the log once all the same.
    return [item.model_copy(update={"idempotency_key": f"{asking.session}:{number}"}) for number, item in enumerate(made)]
