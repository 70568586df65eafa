"""Tastes: what a shopper has said they like, held against one product."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from shop.candidate import Candidate, Why
from shop.product import Product

from .descriptions import words_of

LIKED, DISLIKED = "liked", "disliked"  # beside the names of attributes: words that may stand anywhere in a product
_ROOT = 4  # letters that a word must have without its ending
# Vegan leather is no leather, and what is fragrance-free has none.
_SHAM = re.compile(
    r"\b(?:vegan|faux|fake|imitation|artificial|synthetic)[- ]\w+|\b\w+[- ]free\b"
    r"|(?:人造|仿|合成|素)[\u4e00-\u9fff]{1,2}|无[\u4e00-\u9fff]{2}"
)


def met_preferences(candidate: Candidate, preferences: Mapping[str, Sequence[str]]) -> list[Why]:
    """The stated values that the product, or the chosen variant, has; and the words that describe it."""
    product = candidate.product
    found = []
    for attribute, values in preferences.items():
        if attribute == DISLIKED:
            continue
        if attribute == LIKED:
            named = {why.values["value"].lower() for why in candidate.why if why.kind == "wish"}  # a reason of its own
            own = {word for word in _said_of(product, values) if word not in named}
        else:
            stated = (product.brand or "",) if attribute == "brand" else product.attributes.get(attribute, ())
            own = {*stated, candidate.variant.options.get(attribute, "")}
        found += [Why(kind="prefers", values={"attribute": attribute, "value": value}) for value in values if value in own]
    return found


def liked_words(product: Product, preferences: Mapping[str, Sequence[str]]) -> float:
    """How many of the words that the shopper likes describe it, less those they do not like."""
    return float(len(_said_of(product, preferences.get(LIKED, ()))) - len(_said_of(product, preferences.get(DISLIKED, ()))))


def _said_of(product: Product, words: Sequence[str]) -> list[str]:
    # Those that describe it.
    if not words:
        return []
    text = _SHAM.sub(" ", " ".join(_texts(product)).lower())
    own = set(words_of(text))
    return [word for word in words if all(_is_one_of(part, own) for part in words_of(word)) or _stands_in(word, text)]


def _texts(product: Product) -> Iterator[str]:
    yield from (product.title, product.description, product.brand or "", *product.category)
    yield from (value for values in product.attributes.values() for value in values)
    for other in product.translations.values():
        yield from (other.title, other.description, *other.category, *other.terms.values())


def _is_one_of(word: str, own: set[str]) -> bool:
    # Sporty is said by sport and sports, too, not by sportsmanship.
    if word in own:
        return True
    root = word.rstrip("ys")
    return len(root) >= _ROOT and word.isascii() and any(root + ending in own for ending in ("", "s", "y", "ed", "ing"))


def _stands_in(word: str, text: str) -> bool:
    # Chinese writes no spaces.
    return not word.isascii() and word in text
