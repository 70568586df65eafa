"""Catalogue: drafts turned into products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from shop.product import Product, Translation

from .bilingual import Both
from .casting import cast
from .description import describe
from .draft import Draft
from .line import Option, lines
from .tables import table
from .title import write_titles
from .variants import image, make_variants

_OLDEST = 900  # days in the shop


@dataclass(frozen=True)
class Made:
    """A product, and the draft that knows what the shop does not tell about it."""

    draft: Draft
    product: Product


def make_products(seed: int, today: date) -> list[Made]:
    """Every product of the shop, line after line."""
    drafts = [draft for line in lines() for draft in cast(line, seed)]
    titles = write_titles(drafts, seed)
    return [Made(draft, _product(draft, titles[draft.id], seed, today)) for draft in drafts]


def _product(draft: Draft, title: Both, seed: int, today: date) -> Product:
    variants, option = make_variants(draft, seed)
    description = describe(draft, seed)
    attributes = dict(draft.attributes)
    if len(draft.colors) == 1 and draft.line.colored:
        attributes["color"] = (draft.colors[0].name,)
    return Product(
        id=draft.id,
        title=title.en,
        description=description.en,
        category=tuple(step.en for step in draft.line.category),
        brand=draft.brand.en,
        attributes={name: tuple(value.en for value in values) for name, values in attributes.items()},
        variants=variants,
        images=tuple(image(draft, color) for color in draft.colors),
        created=_created(draft, seed, today),
        translations={
            "zh": Translation(
                title=title.zh,
                description=description.zh,
                category=tuple(step.zh for step in draft.line.category),
                terms=_terms(draft, attributes, option),
            )
        },
    )


def _created(draft: Draft, seed: int, today: date) -> datetime:
    rng = Random(f"{seed}/{draft.id}/created")
    age = int(_OLDEST * rng.random() ** 1.5) + 2
    return datetime.combine(today, time(9, 0), UTC) - timedelta(days=age)


def _terms(draft: Draft, attributes: dict[str, tuple[Both, ...]], option: Option | None) -> dict[str, str]:
    names = [*attributes, *(["color"] if len(draft.colors) > 1 else []), *([option.name] if option else [])]
    spoken = {name: table("attributes")[name] for name in names}
    return spoken | dict(_values(draft, attributes.values(), option))


def _values(draft: Draft, values: Iterable[Sequence[Both]], option: Option | None) -> Iterator[tuple[str, str]]:
    for group in (*values, option.values if option else (), [color.name for color in draft.colors], [draft.brand]):
        yield from ((value.en, value.zh) for value in group)
