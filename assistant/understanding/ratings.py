"""Ratings: how many stars a product shall have at least."""

from __future__ import annotations

import re

from .amounts import DIGITS

_STARS = r"(?P<stars>[1-5](?:\.\d)?|[一二三四五])"
_BEFORE = (
    r"(?:\b(?:at least|no less than|nothing|not|rated|ratings?|customer|reviews?|averaging|of|over|above|below|under|more than"
    r"|minimum|with)\s+)*"
)
_RULES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:at least|over|above|rated|with)?\s*{_STARS}\s?(?:out of|/)\s?5(?:\sstars?)?\b",
        rf"{_BEFORE}{_STARS}\s?\+?[ -]?stars?"
        r"\b(?:\s?\+|\s(?:and|or)\s(?:up|above|more|better|higher)|\smin(?:imum)?\b)?(?:\s(?:rating|reviews?))?(?:\s(?:and|or)\s(?:up|above|more|better|higher))?",
        rf"\b(?:customer\s)?(?:rat(?:ed|ing)s?|reviews?)(?: of| is)?(?: at least| over| above)?\s*{_STARS}"
        r"(?:\s?\+|\s(?:and|or)\s(?:up|above|more|better|higher))?",
        rf"(?:评分|评价|好评|星级)?(?:至少|最少|起码|不低于|低于|高于|超过|在)?\s?{_STARS}\s?颗?星(?:级)?(?:[及或]?以上|起)?(?:的)?(?:不要|不考虑)?",
        rf"(?:评分|评价)(?:至少|不低于|高于|超过|在)?\s?{_STARS}\s?分?(?:[及或]?以上|起)?(?:的)?",
    )
]


def stars_in(text: str) -> tuple[str | None, tuple[tuple[int, int], ...]]:
    """The stars that were asked for, and where the text says so."""
    for rule in _RULES:
        if found := rule.search(text):
            stars = found["stars"]
            return str(DIGITS.get(stars, stars)), (found.span(),)
    return None, ()
