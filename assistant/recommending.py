"""Recommending: from the ranker's ids to what is shown: goods that can be bought, not all alike, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from random import Random

from recommender.diversity import diverse
from recommender.exploration import explored
from recommender.ranker import Ranker, Scored
from shop.candidate import Candidate
from shop.event import Event
from shop.product import Product, Variant
from shop.store.store import Store

from .reasons import titled

_ASKED = 10  # times as many as are shown, for some are sold out or too dear
_NEWCOMERS = 3  # among which a place of a list is drawn
_READ = 4  # times as many are read at once: most of the time the first part is enough
_BEHIND = 2  # times as many are put in order, so that there is something to draw from


@dataclass(frozen=True)
class Recommending:
    """Recommends without any words. `explore` is the share of lists whose last place is drawn."""

    store: Store
    ranker: Ranker
    explore: float = 0.0
    chance: Random = field(default_factory=Random)

    def __call__(
        self,
        shopper: str | None,
        events_now: Sequence[Event],
        k: int,
        language: str,
        exclude: Collection[str] = (),
        choose: Callable[[Product], Variant | None] = Product.buyable,
    ) -> list[Candidate]:
        """At most k, the best first. `choose` says which variant of a product is shown; None leaves it out."""
        scored = self.ranker.recommend(shopper, events_now, _ASKED * k, exclude)
        there: list[Candidate] = []
        for start in range(0, len(scored), _READ * k):
            there += self._there(scored[start : start + _READ * k], choose)
            if len(there) >= _BEHIND * k:
                break

        def newcomers() -> list[Candidate]:
            known = {*exclude, *(item.product.id for item in there)}
            return self._there(self.ranker.newcomers(shopper, events_now, _NEWCOMERS, known), choose)

        taken = self.store.catalogue.get_many(self.ranker.taken(shopper, events_now))
        shown = explored(diverse(there, _BEHIND * k, taken), k, self.explore, self.chance, newcomers)
        return titled(shown, self.store.catalogue, language)

    def _there(self, scored: Sequence[Scored], choose: Callable[[Product], Variant | None]) -> list[Candidate]:
        by_id = {item.product_id: item for item in scored}
        found = self.store.catalogue.get_many(list(by_id))
        return [_candidate(item, variant, by_id[item.id]) for item in found if (variant := choose(item))]


def _candidate(product: Product, variant: Variant, scored: Scored) -> Candidate:
    return Candidate(product=product, variant=variant, scores={**scored.features, "rank": scored.score}, why=scored.why)
