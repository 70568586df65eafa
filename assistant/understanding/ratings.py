"""Ratings: how many stars a product shall have at least."""

from __future__ import annotations

import re

from .amounts import DIGITS

_STARS = r"(?P<stars>[1-5](?:\.\d)?|[一二三四五])"
_RULES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:at least|over|above|rated|with)?\s*{_STARS}\s?(?:out of|/)\s?5(?:\sstars?)?\b",
        rf"(?:at least|over|above|more than|minimum(?: of)?|rated(?: at least| over| above)?|with)?\s*{_STARS}\s?\+?[ -]?stars?"
        r"\b(?:\s?\+|\s(?:and|or)\s(?:up|above|more|better|higher)|\smin(?:imum)?\b)?(?:\s(?:rating|reviews?))?(?:\s(?:and|or)\s(?:up|above|more|better|higher))?",
        rf"\b(?:rat(?:ed|ing)s?|reviews?)(?: of| is)?(?: at least| over| above)?\s*{_STARS}"
        r"(?:\s?\+|\s(?:and|or)\s(?:up|above|more|better|higher))?",
        rf"(?:评分|评价|好评)?(?:至少|不低于|高于|超过|在)?\s?{_STARS}\s?颗?星(?:级)?(?:以上|及以上|起)?(?:的)?",
        rf"(?:评分|评价)(?:至少|不低于|高于|超过|在)?\s?{_STARS}\s?分?(?:以上|及以上|起)?(?:的)?",
    )
]


def stars_in(text: str) -> tuple[str | None, tuple[tuple[int, int], ...]]:
    """The stars that were asked for, and where the text says so."""
    for rule in _RULES:
        if found := rule.search(text):
            stars = found["stars"]
            return str(DIGITS.get(stars, stars)), (found.span(),)
    return None, ()
