"""Boosts: the soft wishes of a Need, as small terms of a product's score. They order; they never filter."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from shop.need import Need

from .attribute import Attribute, Mask
from .document import as_head
from .fusion import Scores
from .lexicon import lexicon
from .question import Question
from .segment import Segment

_BRAND = 0.04  # the goods of a brand that the words name, before what only mentions it
_CATEGORY = 0.08
_PREDICTED = 0.05  # times how likely the kind of goods is meant
_SOFT = 0.04
_OTHERS = 0.15  # what is for somebody else loses
_EVERYBODY = ("unisex", "adult")


def boost(segment: Segment, need: Need, question: Question, kinds: Mapping[str, float]) -> Scores:
    """What every product gains or loses by soft wishes, the brand among the words, and the predicted kinds. [products]"""
    gained = np.zeros(len(segment.ids), np.float32)
    wishes = [("category", value, _CATEGORY) for value in need.category]
    wishes += [(name, value, _SOFT) for name, value in (("audience", need.audience), ("occasion", need.occasion)) if value]
    for name, value, worth in wishes:
        attribute = segment.columns.attribute(name)
        if attribute is None:
            continue
        if name == "audience":
            gained[segment.columns.product[_for_others(attribute, value)]] = -_OTHERS
        for spelling in lexicon().spellings(value):
            rows = segment.columns.product[attribute.having(spelling)]
            gained[rows] = np.maximum(gained[rows], np.float32(worth))
    if kinds:
        gained += _predicted(segment, kinds)
    if question.brand:
        gained[segment.lexical.holding(as_head(question.brand))] += _BRAND
    return gained


def _predicted(segment: Segment, kinds: Mapping[str, float]) -> Scores:
    # The last place is for goods of no category.
    worth = np.array([*(kinds.get(name, 0.0) for name in segment.columns.kinds), 0.0], np.float32)
    gained: Scores = np.float32(_PREDICTED) * worth[segment.columns.kind]
    return gained


def _for_others(attribute: Attribute, audience: str) -> Mask:
    # What the shop states to be for somebody else comes last: it is soft, because so much is for everybody.
    mine = np.zeros_like(attribute.stated)
    for word in (audience, *_EVERYBODY):
        for spelling in lexicon().spellings(word):
            mine |= attribute.having(spelling)
    return attribute.stated & ~mine
