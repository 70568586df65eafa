"""Tongue: whether a sentence is in a language that the guard can judge. A claim in German passes no rule for English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from assistant.claims import ENGLISH
from retrieval.tokens import has_chinese, key

_LEAST_KNOWN = 0.3  # of the Latin words that are no product's
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_UNREADABLE = ("Cc", "Cn", "Co", "Cs")


def is_judgeable(sentence: str, told: Collection[str]) -> bool:
    """Whether it is English or Chinese. `told` are words of products, as `key` gives them; those may be of any language."""
    if "\ufffd" in sentence or any(unicodedata.category(letter) in _UNREADABLE for letter in sentence):
        return False
    words = [word.lower().replace("’", "'") for word in _WORD.findall(sentence) if not has_chinese(word)]
    # A product's words tell no language: "“Canvas Boots” kosten nichts" is German.
    rest = [word for word in words if word in ENGLISH or key(word) not in told]
    english = sum(word in ENGLISH for word in rest)
    return english >= _LEAST_KNOWN * len(rest) and (bool(words) or has_chinese(sentence))
