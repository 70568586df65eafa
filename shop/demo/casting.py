"""Casting: decides which products a line has."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from .bilingual import Both, both
from .color import Color, palette
from .draft import Draft
from .line import Feature, Line, Pools, Style, Work
from .price import charm, draw, grade
from .tables import table

_MANY = {"use", "occasion", "season", "warmth", "feature", "pet"}  # attributes that may hold several values
_ORDER = ("audience", "material")
T = TypeVar("T")


def cast(line: Line, seed: int) -> list[Draft]:
    """The drafts of a line. The same line and seed give the same drafts, whatever other lines there are."""
    rng = Random(f"{seed}/{line.id}")
    models = _endless(rng, line.models)
    works = {style.noun: _endless(rng, style.works) for style in line.styles}
    styles = [line.styles[number % len(line.styles)] for number in range(line.count)]
    return [_draft(rng, line, style, number, models, works[style.noun]) for number, style in enumerate(styles, 1)]


def _draft(rng: Random, line: Line, style: Style, number: int, models: Sequence[Both], works: Sequence[Work]) -> Draft:
    low, high = style.price
    dollars = draw(rng, low, high)
    level = grade(dollars, low, high)
    audience = rng.choice(style.audience) if style.audience else None
    features = _features(rng, line, style, level)
    work = works[(number // len(line.styles)) % len(works)] if works else None
    return Draft(
        id=f"{line.id}-{number:03d}",
        line=line,
        style=style,
        brand=_brand(rng, style, audience),
        model=work.title if work else models[number % len(models)],
        work=work,
        audience=audience,
        minor=charm(dollars),
        grade=level,
        appeal=min(4.9, max(2.4, rng.gauss(4.1, 0.42))),
        fame=rng.lognormvariate(0, 0.8),
        features=features,
        attributes=_attributes(rng, line, style, audience, features, level),
        colors=_colors(rng, line, style),
        look=_look(style, features, number // len(line.styles)),
    )


def _endless(rng: Random, items: Sequence[T]) -> Sequence[T]:
    return rng.sample(items, len(items))


def _look(style: Style, features: Sequence[Feature], turn: int) -> int:
    """What shows in the features, else each of the style's drawings in turn."""
    shown = table("looks").get(style.shape, {})
    visible = [shown[feature.name.en] for feature in features if feature.name.en in shown]
    return int(visible[0]) if visible else style.looks[turn % len(style.looks)]


def _brand(rng: Random, style: Style, audience: str | None) -> Both:
    """Makers of children's wear make nothing else."""
    of_kids = {both(text) for text in table("brands")["kidswear"]}
    fitting = [brand for brand in style.brands if (brand in of_kids) == (audience == "kids")]
    return rng.choice(fitting or style.brands)


def _features(rng: Random, line: Line, style: Style, level: float) -> tuple[Feature, ...]:
    wanted = rng.choice((1, 2, 2, 3)) + (1 if level > 0.6 else 0)
    found: list[Feature] = []
    for feature in rng.sample(line.features, len(line.features)):
        if len(found) < wanted and feature.name.en not in style.without and not _clashes(feature, found):
            found.append(feature)
    return tuple(found)


def _clashes(feature: Feature, found: Sequence[Feature]) -> bool:
    names = {other.name.en for other in found}
    return any(feature.name.en in group and names & set(group) for group in table("exclusive")["groups"])


def _attributes(
    rng: Random, line: Line, style: Style, audience: str | None, features: Sequence[Feature], level: float
) -> dict[str, tuple[Both, ...]]:
    found: Pools = {"audience": (both(table("audiences")[audience]["value"]),)} if audience else {}
    for name in sorted(line.pools.keys() | style.pools.keys()):
        of_line = tuple(value for value in line.pools.get(name, ()) if not _misses(value, audience))
        found[name] = _values(rng, name, of_line, style.pools.get(name, ()))
    for name, steps in line.ladder.items():
        if name not in style.without:
            found[name] = (_rung(rng, steps, level),)
    for feature in features:
        found["feature"] = _joined(found.get("feature", ()), feature.name)
        for name, value in feature.brings:
            found[name] = _joined(found.get(name, ()), value)
    return dict(sorted(found.items(), key=lambda item: (item[0] not in _ORDER, item[0])))


def _misses(value: Both, audience: str | None) -> bool:
    """Whether a present is for somebody whom the product does not fit."""
    return (value.en.startswith("Mother's") and audience in {"men", "kids"}) or (
        value.en.startswith("Father's") and audience in {"women", "kids"}
    )


def _values(rng: Random, name: str, of_line: tuple[Both, ...], of_style: tuple[Both, ...]) -> tuple[Both, ...]:
    if name not in _MANY:
        return (rng.choice(of_style or of_line),)
    picked = tuple(rng.sample(of_line, min(len(of_line), rng.choice((1, 1, 2))))) if of_line else ()
    if name == "warmth":
        return of_style or of_line
    return tuple(dict.fromkeys((*of_style, *picked)))


def _rung(rng: Random, steps: tuple[Both, ...], level: float) -> Both:
    place = round(level * (len(steps) - 1) + rng.gauss(0, 0.5))
    return steps[min(len(steps) - 1, max(0, place))]


def _joined(values: tuple[Both, ...], value: Both) -> tuple[Both, ...]:
    return values if value in values else (*values, value)


def _colors(rng: Random, line: Line, style: Style) -> tuple[Color, ...]:
    most = min(line.most_colors, len(style.colors))
    wanted = rng.choice([number for number in (1, 2, 2, 3, 3, 4, 5) if number <= most]) if line.colored else 1
    favoured = [name for place, name in enumerate(style.colors) for _ in range(3 if place < 2 else 2)]
    names: list[str] = []
    while len(names) < wanted:
        name = rng.choice(favoured)
        if name not in names:
            names.append(name)
    return tuple(palette()[name] for name in names)
