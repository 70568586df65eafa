"""Diversity: a list whose products are not all alike, and whose kinds are mixed as its shopper mixes them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from shop.candidate import Candidate
from shop.product import Product

from .goods import kind_of

_SAME_KIND, _SAME_BRAND = 0.7, 0.3  # how alike two products are
_UNLIKE = 0.1  # what being unlike the others is worth, beside one for suiting best
_MIXED = 0.6  # what the right mix is worth
_DOUBT = 5.0  # products that a shopper must have taken for their mix to count for half of that
_FIRST = 0.5  # products of each kind that a list is believed to hold already


def diverse(candidates: Sequence[Candidate], k: int, taken: Sequence[Product] = ()) -> list[Candidate]:
    """The k that suit best, are least alike and, together, of the kinds that their shopper took.

    Maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998) and calibration (Steck, RecSys 2018): each further product of
    a kind adds less to how well the list meets the shares of the kinds. `candidates` are the best first; each suits by the
    score "rank", of which the best has 1 here.
    """
    best = max((item.scores.get("rank", 0.0) for item in candidates), default=0.0) or 1.0
    suits = [item.scores.get("rank", 0.0) / best for item in candidates]
    nearest = [0.0] * len(candidates)  # how alike each is to the chosen one that it is most like
    shares, held = _shares(taken), Counter[str]()
    left, chosen = list(range(len(candidates))), list[int]()
    while left and len(chosen) < k:
        place = max(
            left,
            key=lambda place: suits[place] - _UNLIKE * nearest[place] + _gain(shares, held, kind_of(candidates[place].product)),
        )
        left.remove(place)
        chosen.append(place)
        held[kind_of(candidates[place].product)] += 1
        for other in left:
            nearest[other] = max(nearest[other], alike(candidates[place].product, candidates[other].product))
    return [candidates[place] for place in chosen]


def alike(one: Product, other: Product) -> float:
    """0 for goods of other kinds and brands, 1 for goods of one kind and brand."""
    kind = bool(one.category) and one.category == other.category
    brand = one.brand is not None and one.brand == other.brand
    return _SAME_KIND * kind + _SAME_BRAND * brand


def _shares(taken: Sequence[Product]) -> Mapping[str, float]:
    # By kind, what the right mix is worth there.
    counts = Counter(kind_of(product) for product in taken if product.category)
    sure = _MIXED / (counts.total() + _DOUBT)
    return {kind: sure * count for kind, count in counts.items()}


def _gain(shares: Mapping[str, float], held: Mapping[str, int], kind: str) -> float:
    had = held.get(kind, 0) + _FIRST
    return shares.get(kind, 0.0) * math.log((had + 1) / had)
