"""Line: one kind of goods (running shoes, laptops) with everything its products are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .bilingual import Both, both
from .tables import departments, table

Pools = dict[str, tuple[Both, ...]]

_LINE_KEYS = {
    "id", "category", "shape", "count", "price", "brands", "models", "audience", "colors", "paints", "most_colors", "plural",
    "sizes", "titles", "spec", "option", "aspects", "features", "ladder", "style"
}  # fmt: skip
_STYLE_KEYS = {
    "noun", "about", "shape", "audience", "works", "option", "price", "colors", "sizes", "plural", "aspects", "without", "look",
    "brands",
}  # fmt: skip


@dataclass(frozen=True)
class Feature:
    """Something that a product may have, with the sentence that says what it is good for."""

    name: Both
    sentence: Both
    brings: tuple[tuple[str, Both], ...] = ()  # further attributes that come with it


@dataclass(frozen=True)
class Option:
    """A choice beside the colour; each step up costs `step` more (0.12 = 12 %)."""

    name: str
    values: tuple[Both, ...]
    step: float = 0.0


@dataclass(frozen=True)
class Work:
    """A title with a story of its own: a book, a board game."""

    title: Both
    about: Both


@dataclass(frozen=True)
class Style:
    """One sort of product within a line: trail shoes among running shoes."""

    noun: Both
    brands: tuple[Both, ...]
    about: tuple[Both, ...]
    shape: str
    price: tuple[int, int]
    audience: tuple[str, ...]
    colors: tuple[str, ...]
    sizes: str | None
    option: Option | None
    plural: bool  # "these shoes", not "this tablet"
    aspects: tuple[str, ...]  # what reviews talk about
    without: tuple[str, ...] = ()  # features and attributes of the line that make no sense here
    looks: tuple[int, ...] = (1, 2, 3)  # which drawings of the shape it may have
    works: tuple[Work, ...] = ()
    pools: Pools = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """The recipe of one kind of goods. Prices are whole dollars."""

    id: str
    category: tuple[Both, ...]
    count: int
    models: tuple[Both, ...]
    most_colors: int
    colored: bool  # whether the colour is a choice, or only how the picture looks
    titles: str
    spec: Both | None
    features: tuple[Feature, ...]
    styles: tuple[Style, ...]
    pools: Pools
    ladder: Pools


@cache
def lines() -> tuple[Line, ...]:
    """Every line of every department."""
    return tuple(_line(raw) for name in departments() for raw in table(name)["line"])


def _line(raw: dict[str, Any]) -> Line:
    return Line(
        id=raw["id"],
        category=_all(raw["category"]),
        count=raw["count"],
        models=_named("models", raw["models"]) if "models" in raw else (),
        most_colors=raw.get("most_colors", 5),
        colored="colors" in raw,
        titles=raw["titles"],
        spec=both(raw["spec"]) if "spec" in raw else None,
        features=tuple(_feature(each) for each in raw.get("features", ())),
        styles=tuple(_style(each, raw) for each in raw["style"]),
        pools={key: _all(raw[key]) for key in raw.keys() - _LINE_KEYS},
        ladder={key: _all(values) for key, values in raw.get("ladder", {}).items()},
    )


def _style(raw: dict[str, Any], line: dict[str, Any]) -> Style:
    audience = raw.get("audience", line.get("audience", ()))
    option = raw.get("option", line.get("option"))
    low, high = raw.get("price", line["price"])
    return Style(
        noun=both(raw["noun"]),
        brands=_named("brands", raw.get("brands", line["brands"])),
        about=_all(raw.get("about", ())),
        shape=raw.get("shape", line["shape"]),
        price=(low, high),
        audience=(audience,) if isinstance(audience, str) else tuple(audience),
        colors=tuple(raw.get("colors") or line.get("colors") or line["paints"]),
        sizes=raw.get("sizes", line.get("sizes")),
        option=Option(option["name"], _all(option["values"]), option.get("step", 0.0)) if option else None,
        plural=raw.get("plural", line.get("plural", False)),
        aspects=tuple(raw.get("aspects", line["aspects"])),
        without=tuple(raw.get("without", ())),
        looks=tuple(raw.get("look", (1, 2, 3))),
        works=tuple(Work(both(title), both(about)) for title, about in raw.get("works", ())),
        pools={key: _all(raw[key]) for key in raw.keys() - _STYLE_KEYS},
    )


def _feature(raw: list[str]) -> Feature:
    name, sentence, *brings = raw
    pairs = (each.partition("=") for each in brings)
    return Feature(both(name), both(sentence), tuple((key, both(value)) for key, _, value in pairs))


def _all(texts: Iterable[str]) -> tuple[Both, ...]:
    return tuple(both(text) for text in texts)


def _named(kind: str, groups: str | list[str]) -> tuple[Both, ...]:
    names = [groups] if isinstance(groups, str) else groups
    return tuple(both(text) for name in names for text in table(kind)[name])
