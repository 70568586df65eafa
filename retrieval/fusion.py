"""Fusion: the two legs of search and what leans on them, in one score with fixed bounds.

A weighted sum of normalised scores beats reciprocal rank fusion on product search (Bruch, Gai & Ingber, TOIS 2023). Each
part is divided by what it could reach at most, not by the best in the pool, so that a filter never changes an order.
`python -m benchmarks fusion_weights` fits the weights on one half of the judged queries and prints the fitted ones and
these on the other half: what is fitted on so few queries gains nothing there, so these stay as they were first chosen, on
all queries of `benchmarks/relevance.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEAST_WORDS = 0.05  # the share of the words' worth that makes a product an answer, if a poor one, and ...
LEAST_SHARE = 0.25  # ... of what the best answer in the shop holds: a mug is none to a question that finds lamps

Scores = NDArray[np.float32]


def fuse(lexical: Scores, cosine: Scores, boost: Scores, worth: float) -> Scores:
    """The score by which answers are ordered, but for the shop's signals; all three are at most about 1.

    `worth` is the embedder's share, from 0 to 1.
    """
    fused = (1 - worth) * lexical + worth * np.maximum(cosine, 0) + boost
    return fused.astype(np.float32, copy=False)


def relevant(lexical: Scores, cosine: Scores, least: Scores, near: float) -> NDArray[np.bool_]:
    """Whether a product answers the words at all; what does not is never shown, however few answers there are.

    `least` is the share of the words' worth that makes it one; from a cosine of `near` on no word need be shared.
    """
    return (lexical >= least) | (cosine >= near)


def least_words(best: float, gained: Scores) -> Scores:
    """The share of the words' worth that makes each product an answer, where the best one in the shop holds so much.

    What `gained` by being of the kind that was meant is an answer with fewer words: other boots beside hiking boots.
    """
    return np.where(gained > 0, LEAST_WORDS, max(LEAST_WORDS, LEAST_SHARE * best)).astype(np.float32)
