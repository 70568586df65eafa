"""Diversity: a list whose products are not all alike, at little cost in how well each suits."""

from __future__ import annotations

from collections.abc import Sequence

from shop.candidate import Candidate
from shop.product import Product

_SAME_KIND, _SAME_BRAND = 0.7, 0.3  # how alike two products are
_WORTH = 0.1  # of being unlike the others, beside one for suiting best


def diverse(candidates: Sequence[Candidate], k: int) -> list[Candidate]:
    """The k that suit best and are least alike, by maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998).

    `candidates` are the best first; each suits by the score "rank", of which the best has 1 here.
    """
    best = max((item.scores.get("rank", 0.0) for item in candidates), default=0.0) or 1.0
    suits = [item.scores.get("rank", 0.0) / best for item in candidates]
    nearest = [0.0] * len(candidates)  # how alike each is to the chosen one that it is most like
    left, chosen = list(range(len(candidates))), list[int]()
    while left and len(chosen) < k:
        place = max(left, key=lambda place: suits[place] - _WORTH * nearest[place])
        left.remove(place)
        chosen.append(place)
        for other in left:
            nearest[other] = max(nearest[other], alike(candidates[place].product, candidates[other].product))
    return [candidates[place] for place in chosen]


def alike(one: Product, other: Product) -> float:
    """0 for goods of other kinds and brands, 1 for goods of one kind and brand."""
    kind = bool(one.category) and one.category == other.category
    brand = one.brand is not None and one.brand == other.brand
    return _SAME_KIND * kind + _SAME_BRAND * brand
