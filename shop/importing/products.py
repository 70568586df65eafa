"""Products: records become products. A record is a row by our field names; a product may take several rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Any

from ..money import Money
from ..product import Product, Translation, Variant
from . import cells
from .columns import field_of
from .language import language_of
from .money import price_of
from .names import canonical, named, values_of
from .row import BadRow, Data

LONGEST_TITLE = 1000
LONGEST_TEXT = 20_000
MOST_PICTURES = 20
MOST_ATTRIBUTES = 80
_LONG = 100  # a longer attribute value is prose and goes into the description
_PROSE = re.compile(r"提示|提醒|说明|备注|note|notice", re.IGNORECASE)
_DEFAULTS = frozenset({"标准", "默认", "default", "default title", "standard", "one option"})
_AVERAGE = ("average", "rate", "value", "ratingValue", "rating_value", "score", "stars")
_COUNT = ("count", "total", "reviewCount", "review_count", "ratingCount", "rating_count")
_CATEGORIES = ("category_1", "category", "category_2", "category_3")

Attributes = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """What one row says: its variants (none for a row that is only a picture), and the attributes it states."""

    record: Data
    variants: list[Variant]
    attributes: Attributes
    prose: list[str] = field(default_factory=list)


def id_of(record: Data) -> str:
    """The product's id: its group's where rows are variants. Raises BadRow when there is none."""
    found = cells.identifier(record.get("group")) or cells.identifier(record.get("id")) or cells.identifier(record.get("key"))
    if not found:
        raise BadRow("it has no id")
    return found


def part_of(record: Data, currency: str) -> Part:
    """Read one row. Raises BadRow when it is not on sale, or a price is negative, unreadable or in another currency."""
    _check_on_sale(record)
    record = _with_languages(record)
    attributes, prose = _attributes(record)
    variants = [] if record.get("picture_row") else _variants(record, currency)
    return Part(record, variants, attributes, prose)


def product_of(parts: Sequence[Part]) -> Product:
    """One product from its rows. Raises BadRow when it has no title or nothing that can be bought."""
    main = parts[0].record
    id_ = id_of(main)
    title = _title(parts)
    variants, attributes = _told_apart(id_, parts)
    description = _description(parts)
    brand = cells.name(_first(parts, "brand")) or next(map(cells.name, attributes.pop("brand", ())), None)
    attributes.pop("brand", None)
    rating, reviews = _rating(parts)
    language = language_of(f"{title} {description[:300]}")
    return Product(
        id=id_,
        title=title,
        language=language,
        description=description,
        category=_category(parts),
        brand=brand,
        attributes=dict(list(attributes.items())[:MOST_ATTRIBUTES]),
        variants=tuple(variants),
        images=_images(parts),
        url=cells.url(_first(parts, "url")),
        rating=rating,
        reviews=reviews,
        created=cells.moment(_first(parts, "created")),
        translations=_translations(main, language),
    )


def _check_on_sale(record: Data) -> None:
    published = str(record.get("published", "")).strip().lower()
    status = cells.text(record.get("status")).lower()
    if published in ("false", "0", "no") or status in ("draft", "archived", "unlisted", "下架", "已下架", "草稿"):
        raise BadRow("it is not published in the shop it comes from")


def _with_languages(record: Data) -> Data:
    """A record whose title or description holds several languages, with a field for each."""
    spread: Data = {}
    for name in ("title", "description"):
        cell = record.get(name)
        cell = cell[0] if isinstance(cell, list) and len(cell) == 1 else cell
        for language, text in cells.by_language(cells.unpacked(cell)).items():
            spread.setdefault(f"{name}_{language}", text)
    return spread | {name: cell for name, cell in record.items() if cell is not None or name not in spread}


def _title(parts: Sequence[Part]) -> str:
    own = cells.text(_first(parts, "group_title"))
    titles = [found for part in parts if (found := _own_title(part.record))]
    title = own or (_shared_title(titles) if titles else "")
    if not title or title.lower() in cells.NOTHING:
        raise BadRow("the title is empty")
    if len(title) > LONGEST_TITLE:
        raise BadRow(f"the title is longer than {LONGEST_TITLE} characters")
    return title


def _own_title(record: Data) -> str:
    return next((found for name in ("title", "title_en", "title_zh") if (found := cells.text(record.get(name)))), "")


def _shared_title(titles: Sequence[str]) -> str:
    """What the variants' titles begin with in common, where that is most of it: "Oxford shirt - Blue - M" is "Oxford shirt"."""
    words = [title.split() for title in titles]
    shared = [column[0] for column in takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))]
    text = " ".join(shared).rstrip(" -–—,/|:(·")
    return text if len(shared) >= 2 and len(text) * 3 >= len(titles[0]) else titles[0]


def _description(parts: Sequence[Part]) -> str:
    lines: dict[str, None] = {}
    for part in parts:
        found = part.record.get("description")
        for cell in found if isinstance(found, list) else [found]:
            lines.setdefault(cells.passage(cell))
        if part.record.get("description") and not part.record.get("group"):
            break
    for name in ("description_en", "description_zh"):
        if not any(lines):
            lines.setdefault(cells.passage(parts[0].record.get(name)))
    for prose in parts[0].prose:
        lines.setdefault(prose)
    return "\n".join(filter(None, lines))[:LONGEST_TEXT]


def _category(parts: Sequence[Part]) -> tuple[str, ...]:
    found = (part for name in _CATEGORIES for part in cells.path(_first(parts, name)))
    return tuple(dict.fromkeys(found))[:8]


def _rating(parts: Sequence[Part]) -> tuple[float | None, int]:
    """The stars, from 1 to 5, and how many gave them; files have them apart or as one `{"rate": 4.1, "count": 259}`."""
    both, count = _first(parts, "rating"), _first(parts, "review_count")
    stars = cells.number(cells.part(both, *_AVERAGE))
    if count is None and isinstance(both, dict):
        count = cells.part(both, *_COUNT)
    return (stars if stars is not None and 1 <= stars <= 5 else None), max(0, int(cells.number(count) or 0))


def _images(parts: Sequence[Part]) -> tuple[str, ...]:
    found = (address for part in parts for address in cells.urls(part.record.get("images")))
    return tuple(dict.fromkeys(found))[:MOST_PICTURES]


def _translations(record: Data, language: str) -> dict[str, Translation]:
    translations = {}
    for other in ("en", "zh"):
        title = cells.text(record.get(f"title_{other}"))
        if other != language and title:
            translations[other] = Translation(title=title, description=cells.passage(record.get(f"description_{other}")))
    return translations


def _first(parts: Iterable[Part], name: str) -> Any:
    return next((cell for part in parts if (cell := part.record.get(name)) not in (None, "", [])), None)


# Attributes


def _attributes(record: Data) -> tuple[Attributes, list[str]]:
    found: dict[str, dict[str, None]] = {}
    prose = []
    for name, cell in _stated(record):
        if field_of("products", name) == "cost":
            continue  # wherever it stands, it is not for the eyes of shoppers
        for text in _texts(cell):
            if len(text) > _LONG or (len(text) > 30 and _PROSE.search(name)):
                prose.append(f"{name}: {text}")
                continue
            key, values = _normal(name, text)
            for value in values:
                found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items() if key}, prose


def _stated(record: Data) -> Iterator[tuple[str, Any]]:
    yield from record.get("columns", ())
    for cell in record.get("attributes") or ():
        yield from cells.pairs(cell)
    for cell in record.get("tags") or ():
        yield "tags", cells.many(cell)


def _texts(cell: Any) -> list[str]:
    cell = cells.unpacked(cell)
    found = [cells.text(item) for item in cell] if isinstance(cell, list) else [cells.text(cell)]
    return [
        text
        for text in found
        if text.lower() not in cells.NOTHING and text not in ("-", "--") and not cells.is_placeholder(text)
    ]


@lru_cache(maxsize=50_000)
def _normal(name: str, text: str) -> tuple[str, tuple[str, ...]]:
    key = named(name.strip(" *"), text)
    return key, values_of(key, text)


# Variants


def _variants(record: Data, currency: str) -> list[Variant]:
    nested = cells.unpacked(record.get("variants"))
    if isinstance(nested, dict):
        nested = [{"key": key, **item} for key, item in nested.items() if isinstance(item, dict)]
    items = [item for item in nested if isinstance(item, dict)] if isinstance(nested, list) else []
    if not items:
        return [_variant(record, record, currency)]
    names = _option_names(record)
    own = [_variant({**_by_field(item), "names": names, "item": item}, record, currency, len(items)) for item in items]
    return own


def _variant(data: Data, record: Data, currency: str, siblings: int = 1) -> Variant:
    code = data.get("currency") or record.get("currency")
    price = price_of(_either(data, record, "price"), code, currency)
    sale = price_of(data.get("sale_price"), code, currency)
    before = price_of(data.get("list_price") or (record.get("list_price") if siblings == 1 else None), code, currency)
    if "price" not in record and "variants" not in record:
        price = before  # the regular price is the only one the file has
    if sale and (price is None or sale.minor < price.minor):
        price, before = sale, before or price
    return Variant.model_construct(
        id=cells.identifier(data.get("id")),
        price=price,
        list_price=_reduced(before, price),
        stock=cells.stock(*_levels(data, record, siblings)),
        options=_options(data, siblings),
        image=next(cells.urls(data.get("image")), None),
        cost=_cost(_either(data, record, "cost"), code, currency),
    )


def _cost(cell: Any, code: Any, currency: str) -> Money | None:
    # A shop may buy in another currency than it sells in; then its margin is unknown, and the goods are as good as any.
    try:
        found = price_of(cell, code, currency)
    except BadRow:
        return None
    return found if found and found.minor else None


def _levels(data: Data, record: Data, siblings: int) -> tuple[Any, Any]:
    """The variant's own count and availability; those of the product only where it is the only one."""
    own = data if siblings > 1 or data.get("stock") is not None or data.get("availability") is not None else record
    return own.get("stock"), own.get("availability")


def _either(data: Data, record: Data, name: str) -> Any:
    return record.get(name) if data.get(name) in (None, "") else data.get(name)


def _reduced(before: Money | None, price: Money | None) -> Money | None:
    return before if before and price and before.minor > price.minor else None


def _by_field(item: Data) -> Data:
    """A nested variant's cells by our fields; what has no field is an option ("color", "尺码")."""
    found: Data = {}
    more: dict[str, Any] = {}
    for name, cell in item.items():
        ours = field_of("variants", name)
        if ours is None:
            more[name] = cell
        elif found.get(ours) in (None, ""):
            found[ours] = cell
    return found | {"more": more}


def _options(data: Data, siblings: int) -> dict[str, str]:
    options = {}
    for name, cell in [*cells.pairs(data.get("options")), *_positional(data), *_spare(data)]:
        value = cells.text(cell)
        if value and len(value) <= 200 and not (siblings == 1 and value.lower() in _DEFAULTS):
            options[_option_name(name)] = value
    return options


def _option_name(name: str) -> str:
    # 尺寸 is a measure of a table, but a choice between sizes of a shirt.
    return "size" if name == "尺寸" else canonical(name)


def _positional(data: Data) -> Iterator[tuple[str, Any]]:
    """Values without names: `specs: ["1.5m", "red"]`, or `option1: "red"`; the product says what they are."""
    names: dict[str, str] = data.get("names", {})
    specs = cells.unpacked(data.get("specs"))
    for position, value in enumerate(specs if isinstance(specs, list) else [], 1):
        text = cells.text(value)
        yield names.get(text) or names.get(f"#{position}") or f"option {position}", text
    item: Data = data.get("item", {})
    for position in (1, 2, 3):
        if item.get(f"option{position}"):
            yield names.get(f"#{position}") or f"option {position}", item[f"option{position}"]


def _spare(data: Data) -> Iterator[tuple[str, Any]]:
    known = ("color", "size", "material", "style", "pattern", "capacity", "storage", "ram", "flavor", "scent")
    return ((name, cell) for name, cell in data.get("more", {}).items() if canonical(name) in known)


def _option_names(record: Data) -> dict[str, str]:
    """Which option a value belongs to, and which stands at a position ("#1")."""
    stated = cells.unpacked(record.get("specifications")) or cells.unpacked(record.get("options")) or []
    names: dict[str, str] = {}
    order: dict[str, None] = {}
    for name, value in cells.pairs(stated):
        order[name] = None
        for text in value if isinstance(value, list) else [value]:
            names.setdefault(cells.text(text), name)
    return names | {f"#{position}": name for position, name in enumerate(order, 1)}


# Several rows, one product


def _told_apart(id_: str, parts: Sequence[Part]) -> tuple[list[Variant], Attributes]:
    """Attributes in which the rows differ are the variants' options; the others are the product's."""
    rows = [part for part in parts if part.variants]
    if not rows:
        raise BadRow("it has nothing that can be bought")
    names = list(dict.fromkeys(name for part in parts for name in part.attributes))
    stated = {name: [part.attributes.get(name) for part in rows] for name in names}
    options = {name for name in names if len(rows) > 1 and all(stated[name]) and len(set(stated[name])) > 1}
    merged = {
        name: tuple(dict.fromkeys(value for part in parts for value in part.attributes.get(name, ())))
        for name in names
        if name not in options
    }
    variants = []
    for part in rows:
        own = {name: ", ".join(part.attributes[name]) for name in names if name in options}
        picture = next(cells.urls(part.record.get("images")), None) if len(rows) > 1 else None
        variants += [(own, picture, variant) for variant in part.variants]
    return _numbered(id_, variants), merged


def _numbered(id_: str, variants: Sequence[tuple[dict[str, str], str | None, Variant]]) -> list[Variant]:
    """Every variant with an id that none of its siblings has."""
    taken: set[str] = set()
    finished = []
    for number, (own, picture, variant) in enumerate(variants, 1):
        name = variant.id if variant.id not in taken else ""
        name = name or (id_ if len(variants) == 1 else f"{id_}-{number}")
        taken.add(name)
        options = own | variant.options
        finished.append(variant.model_copy(update={"id": name, "options": options, "image": variant.image or picture}))
    return finished
