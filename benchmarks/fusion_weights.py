"""The weights of the fused score, fitted on one half of the judged queries and tried on the other.

NDCG@10 over all sets, each query as it is and cut to its first four plain words; a hash of set and query makes the halves. The
weights are what the vectors count, and what a brand and a predicted kind among the words add.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import retrieval.boosts as boosts
from benchmarks.altered_queries import first_words
from benchmarks.judged_sets import JudgedSet, judged_sets
from retrieval.embedders.static import StaticEmbedder
from retrieval.evaluation.evaluation import Evaluation
from retrieval.query_cache import QueryCache
from retrieval.tokens import has_chinese
from shop.need import Need

GRID: Mapping[str, tuple[float, ...]] = {
    "dense": (0.0, 0.04, 0.08, 0.12, 0.16, 0.24),
    "brand": (0.0, 0.02, 0.04, 0.08),
    "predicted": (0.0, 0.025, 0.05, 0.1),
}
DEFAULTS = {"dense": StaticEmbedder.worth, "brand": boosts._BRAND, "predicted": boosts._PREDICTED}


def main() -> None:
    tried: dict[str, dict[float, list[float]]] = {name: {value: [] for value in values} for name, values in GRID.items()}
    for found in judged_sets():
        queries = _half(found, 0)
        for name, values in GRID.items():
            for value in values:
                tried[name][value].append(_ndcg(found, queries, {**DEFAULTS, name: value}))
    print("validation half: mean NDCG@10 over the sets, each weight varied beside the others as shipped")
    best = {}
    for name, worth in tried.items():
        means = {value: sum(those) / len(those) for value, those in worth.items()}
        print(f"  {name:10}", *(f"{value:g}: {mean:.4f}" for value, mean in means.items()), sep="   ")
        # Of equals the one that ships, for a difference of nothing is no reason to change.
        best[name] = max(means, key=lambda value: (round(means[value], 4), value == DEFAULTS[name]))
    for label, weights in (("shipped", DEFAULTS), ("fitted", best)):
        print(f"{label:10}", *(f"{name} {value:g}" for name, value in weights.items()), sep="   ")
    print(f"{'test half':16}{'queries':>8}{'shipped':>10}{'fitted':>10}   NDCG@10")
    for found in judged_sets():
        queries = _half(found, 1)
        shipped, fitted = (_ndcg(found, queries, weights) for weights in (DEFAULTS, best))
        print(f"{found.name:16}{len(queries):>8}{shipped:>10.4f}{fitted:>10.4f}")


def _half(found: JudgedSet, half: int) -> dict[str, str]:
    return {id_: text for id_, text in found.queries.items() if _hash(f"{found.name} {id_}") % 2 == half}


def _hash(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0]


def _ndcg(found: JudgedSet, queries: Mapping[str, str], weights: Mapping[str, float]) -> float:
    # The mean of both ways of asking; a Chinese query is short as it is.
    asked = [dict(queries)]
    if not has_chinese(next(iter(queries.values()))):
        asked.append({id_: text for id_, whole in queries.items() if (text := first_words(whole, 4))})
    with _weighing(weights):
        found.index.searcher.cache = QueryCache()
        worth = [_evaluated(found, texts).mean("ndcg@10") for texts in asked]
    return sum(worth) / len(worth)


def _evaluated(found: JudgedSet, queries: Mapping[str, str]) -> Evaluation:
    search: Callable[[str], list[str]] = lambda text: [  # noqa: E731
        item.product.id for item in found.index.searcher.search(Need(query=text), k=10).candidates
    ]
    return Evaluation.of({id_: search(text) for id_, text in queries.items()}, {id_: found.judged[id_] for id_ in queries})


@contextmanager
def _weighing(weights: Mapping[str, float]) -> Iterator[None]:
    before = (StaticEmbedder.worth, boosts._BRAND, boosts._PREDICTED)
    _set(weights["dense"], weights["brand"], weights["predicted"])
    try:
        yield
    finally:
        _set(*before)


def _set(dense: float, brand: float, predicted: float) -> None:
    StaticEmbedder.worth = dense
    boosts._BRAND, boosts._PREDICTED = brand, predicted
