"""Names: attributes under one canonical name, whatever a file calls them. The names are in `attributes.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources

from .columns import folded

_SYNONYMS: dict[str, str] = tomllib.loads(resources.files(__package__).joinpath("attributes.toml").read_text(encoding="utf-8"))
CANONICAL = {folded(name): canonical for canonical, names in _SYNONYMS.items() for name in [canonical, *names.split()]}

# Codes that stand for words.
_AUDIENCE = {"f": "women", "m": "men", "u": "unisex", "female": "women", "male": "men", "w": "women"}
_PEOPLE = re.compile(r"男|女|儿童|孩|婴|宝宝|青年|中年|老年|学生|通用|成人|情侣|孕")
_WORDS = re.compile(r"[^\w]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CUTS = re.compile(r"\s*[;；|、\n]\s*")
_MORE_CUTS = re.compile(r"\s*[;；|、\n,，/]\s*")
LONGEST_LIST = 60  # a longer text is a sentence


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """The attribute's canonical name: "Colour" and "颜色分类" are "color", "Screen type" is "screen_type"."""
    known = CANONICAL.get(folded(name))
    if known:
        return known
    name = _CAMEL.sub("_", unicodedata.normalize("NFKC", name))
    return _WORDS.sub("_", name.lower()).strip("_")


def is_known(name: str) -> bool:
    """Whether the name is one of an attribute that shops commonly state."""
    return folded(name) in CANONICAL


def named(name: str, value: str) -> str:
    """The canonical name, where the value has a say: "适用对象" is an audience only when it names people."""
    if name == "适用对象":
        return "audience" if _PEOPLE.search(value) else name
    return canonical(name)


def values_of(name: str, text: str) -> tuple[str, ...]:
    """The values in a cell of that canonical attribute: a list of colours or sizes is several."""
    if len(text) > LONGEST_LIST:
        return (text,)
    parts = [part for part in (_MORE_CUTS if _lists(name, text) else _CUTS).split(text) if part]
    if name == "audience":
        parts = [_AUDIENCE.get(part.lower(), part) for part in parts]
    return tuple(dict.fromkeys(parts))


def _lists(name: str, text: str) -> bool:
    """Whether commas and slashes cut as well: "Black/White" is two colours, but "30/32" is one size."""
    return name == "color" or (name == "size" and not any(sign.isdigit() for sign in text))
