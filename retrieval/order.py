"""Order: hits of all segments as one list: stated before not stated, then as asked for, then by score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shop.need import Need

from .hits import Hits

_SORT_GATE = 0.5  # of the best score: what is further away does not answer a sorted question


def ranked(found: Sequence[Hits], need: Need, k: int) -> list[tuple[int, int]]:
    """The k best as (number of the segment, place in its hits)."""
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
