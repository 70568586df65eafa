"""Order: hits of all segments as one list: stated before not stated, then as asked for, then by score.

Where a price limit was given up, the nearest to it come first, of the kind that was named before others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shop.need import Need

from .hits import Hits
from .relaxation import of_kind

_SORT_GATE = 0.5  # of the best score: what is further away does not answer a sorted question


def ranked(found: Sequence[Hits], need: Need, k: int, *, beyond: bool = False) -> list[tuple[int, int]]:
    """The k best as (number of the segment, place in its hits), by nearness to the price limits when they are `beyond` them."""
    number = np.concatenate([np.full(len(hits.rows), which) for which, hits in enumerate(found)])
    at = np.concatenate([np.arange(len(hits.rows)) for hits in found])
    score = np.concatenate([hits.scores["search"] for hits in found])
    unstated = np.concatenate([hits.unstated for hits in found])
    named = np.concatenate([_named(hits, need) if beyond else np.zeros(len(hits.rows), np.bool_) for hits in found])
    wish = np.concatenate([_distance(hits, need) if beyond else _sort_key(hits, need) for hits in found])
    if (beyond or need.sort not in ("relevance", "popular")) and need.query and len(score):
        kept = (score >= _SORT_GATE * score.max()) | named
        number, at, score, unstated, named, wish = (item[kept] for item in (number, at, score, unstated, named, wish))
    order = np.lexsort((at, number, -score, wish, unstated, ~named))[:k]
    return list(zip(number[order].tolist(), at[order].tolist(), strict=True))


def _sort_key(hits: Hits, need: Need) -> NDArray[np.float64]:
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


def _named(hits: Hits, need: Need) -> NDArray[np.bool_]:
    return of_kind(hits.segment, need)[hits.rows]


def _distance(hits: Hits, need: Need) -> NDArray[np.float64]:
    # How far a price is from the limits; endless where it is unknown.
    price = hits.segment.columns.price[hits.variants].astype(np.float64)
    least = need.price_min.minor if need.price_min else -np.inf
    most = need.price_max.minor if need.price_max else np.inf
    away = np.maximum(np.maximum(least - price, price - most), 0.0)
    return np.where(price < 0, np.inf, away)
