"""Measures: what an answer is worth to the person who asked. An answer is product ids, the best first."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

Measure = Callable[[Sequence[str], Mapping[str, int]], float]


def ndcg(answer: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with gain 2^grade - 1 (Burges et al. 2005), by the query's own ideal, 0 to 1."""
    gain = _discounted([grades.get(product, 0) for product in answer[:depth]])
    ideal = _discounted(sorted(grades.values(), reverse=True)[:depth])
    return gain / ideal if ideal else 0.0


def mrr(answer: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """The reciprocal of the first right product's place; 0 when there is none."""
    return next((1 / place for place, product in enumerate(answer[:depth], 1) if grades.get(product, 0) > 0), 0.0)


def recall(answer: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """The share of the right products that is among the first `depth`."""
    right = {product for product, grade in grades.items() if grade > 0}
    return len(right.intersection(answer[:depth])) / len(right) if right else 0.0


def recall_at_100(answer: Sequence[str], grades: Mapping[str, int]) -> float:
    """The share of the right products that is among the first hundred."""
    return recall(answer, grades, 100)


MEASURES: Mapping[str, Measure] = {"ndcg@10": ndcg, "mrr@10": mrr, "recall@10": recall, "recall@100": recall_at_100}


def _discounted(grades: Sequence[int]) -> float:
    return sum((2.0 ** max(grade, 0) - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
