"""Lifting: which earlier wishes an utterance takes back."""

from __future__ import annotations

import re
from collections.abc import Mapping

# What a wish is called, in English and in Chinese.
_NAMES: Mapping[str, tuple[str, str]] = {
    "price": (r"(?:price(?: limit| range)?|budget|limit|cost)", "(?:价格|预算|价钱|价位|多少钱)"),
    "color": (r"colou?rs?", "颜色"),
    "brand": (r"(?:brands?|makes?)", "(?:品牌|牌子)"),
    "size": (r"sizes?", "(?:尺码|尺寸|大小)"),
    "material": (r"materials?", "(?:材质|材料|面料)"),
    "rating": (r"(?:ratings?|stars)", "(?:评分|星级)"),
}
_ENGLISH = (
    r"\b(?:any|whatever|forget(?: about)?|ignore|drop|never ?mind|regardless of|no matter(?: the)?|do ?n.t care about|without"
    r"|no)(?: the| a| my| particular)* {name}(?! (?:on|of|drop|but|except|other|besides))\b"
    r"|\b{name} (?:is ?n.t important|is not important|does ?n.?t matter|do ?n.?t matter|is open|can be any(?:thing)?)\b"
)
_CHINESE = (
    "{name}(?:都|也)?(?:不限|无所谓|随意|随便|不重要|不管|都行|都可以)"
    "|(?:不限|不管|不看|不考虑|别管|忽略|去掉|取消|随便|任何|任意)(?:什么)?{name}(?:限制|要求)?"
    "|(?:什么|哪种|哪个){name}(?:的)?都(?:行|可以|好|成)|{name}都行"
)
_LIFTED = {
    name: re.compile(f"{_ENGLISH.format(name=english)}|{_CHINESE.format(name=chinese)}", re.IGNORECASE)
    for name, (english, chinese) in _NAMES.items()
} | {"in_stock": re.compile(r"\b(?:out of stock is (?:fine|ok)|including sold out)\b|没货也(?:行|可以)", re.IGNORECASE)}


def lifted_in(text: str) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The attributes that no longer matter, and where the text says so."""
    found = [(name, match.span()) for name, pattern in _LIFTED.items() if (match := pattern.search(text))]
    return tuple(name for name, _ in found), tuple(span for _, span in found)
