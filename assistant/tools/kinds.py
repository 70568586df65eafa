"""Kinds: whether a product is the kind of thing that was asked for, rather than something that only speaks of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from retrieval.lexicon import Found, lexicon
from retrieval.tokens import has_chinese, key
from shop.candidate import Candidate
from shop.need import Need

# What follows these says what the thing goes with, not what it is.
_BESIDE = re.compile(r"\s(?:for|with|w/|by|from|in|to|compatible|-)\s|[,(:|]", re.IGNORECASE)
# Goods that are named after what they go with.
# fmt: off
_GOES_WITH = frozenset({
    "bag", "backpack", "handbag", "phone case", "cover", "laptop sleeve", "sleeve", "holder", "tv stand", "bracket", "hub",
    "cable", "charger", "adapter", "battery", "filter", "ink cartridge", "remote control", "screen protector", "accessory",
    "mouse pad", "mat", "shelf", "shoe rack", "box", "storage box", "basket", "cart", "chair", "lamp", "table", "cabinet",
    "pet food", "pet bed", "toy", "brush", "tool", "book", "sticker",
})
# fmt: on
# A department of "Jewellery & watches" says of nothing that it is a watch.
_SEVERAL = re.compile(r"&|/|、|\band\b", re.IGNORECASE)
_SUFFIXES = ("子", "头")  # 被子 is 被 in a title


def of_kind(candidates: Sequence[Candidate], need: Need) -> list[Candidate]:
    """The candidates of a kind that was named: by the shop's own categories, else by their titles; all when none was named.

    In both languages the last word of a name says what the thing is: "point and shoot cameras" are cameras, a "laptop
    backpack" is no laptop. So titles count only for goods without a category, or where no category has the name.
    """
    kinds = {key(spelling) for kind in need.category for spelling in lexicon().spellings(kind)}
    if not kinds:
        return list(candidates)
    ends = kinds | {kind.rpartition(" ")[0] for kind in kinds if kind.endswith(_SUFFIXES) and " " in kind}
    shelved = [item.product.id for item in candidates if any(_ends_with(name, ends) for name in _categories(item))]
    unshelved = [item for item in candidates if not (shelved and item.product.category)]
    spoken = [item.product.id for item in unshelved if any(_speaks_of(title, kinds, ends) for title in _titles(item))]
    return [item for item in candidates if item.product.id in {*shelved, *spoken}]


def _ends_with(name: str, kinds: set[str]) -> bool:
    words = f" {key(name)}"
    return any(words.endswith(f" {kind}") for kind in kinds)


def _speaks_of(title: str, kinds: set[str], ends: set[str]) -> bool:
    if has_chinese(title):
        words = f" {key(title)} "
        return any(f" {kind} " in words for kind in kinds) or _ends_with(title, ends)
    head = _BESIDE.split(title, maxsplit=1)[0]
    goods = [hit for hit in lexicon().find(head) if hit.entry.kind == "product"]
    followed = zip_longest(goods, goods[1:])
    return any(_is_head(hit, after, head, kinds) for hit, after in followed) or _ends_with(head, kinds)


def _is_head(hit: Found, after: Found | None, title: str, kinds: set[str]) -> bool:
    # A "laptop backpack" is a backpack and a "tv wall mount" is a mount; a "toaster oven" still toasts.
    if key(title[hit.start : hit.end]) not in kinds:
        return False
    return after is None or after.entry.english[0] not in _GOES_WITH or len(title[hit.end : after.start].split()) > 1


def _categories(candidate: Candidate) -> list[str]:
    product = candidate.product
    several = {place for place, name in enumerate(product.category[:-1]) if _SEVERAL.search(name)}
    paths = (product.category, *(item.category for item in product.translations.values()))
    return [name for path in paths for place, name in enumerate(path) if place not in several]


def _titles(candidate: Candidate) -> list[str]:
    product = candidate.product
    return [product.title, *(item.title for item in product.translations.values()), *_categories(candidate)]
