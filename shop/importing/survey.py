"""Survey: the first pass over a file. It reads to the end, so that a broken file is known before anything is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from ..errors import UserError
from .amounts import Amount, currency_code, read_amount
from .broken import BrokenFile
from .cells import identifier, text
from .columns import field_of
from .events import visitor
from .formats import READERS, Format
from .kind import Kind, is_worthy, kind_of, kind_of_section
from .language import language_of
from .mapping import Column, Columns, recognise
from .readers import jsonld, shopify, woocommerce
from .row import BadRow, Data, Row
from .source import Source

SAMPLE = 2000
_STEP = 5000
# Readers that give rows under our names say where these come from.
_ORIGINS = {"shopify": shopify.ORIGINS, "woocommerce": woocommerce.ORIGINS, "jsonld": jsonld.ORIGINS}
_NEEDED = {
    "products": ("id", "title"),
    "reviews": ("product", "stars"),
    "customers": ("id",),
    "orders": ("id", "shopper", "status", "placed"),
    "policies": ("text",),
    "events": ("kind", "time", "shopper"),
}
_INSTEAD = {
    ("products", "id"): ("group", "key"),
    ("products", "title"): ("title_en", "title_zh"),
    ("customers", "id"): ("key", "email"),
    ("orders", "id"): ("key",),
    ("events", "kind"): ("value",),
    ("events", "shopper"): ("session",),
}


@dataclass(frozen=True)
class Survey:
    """What a file (or one list in it) holds, how to read it, and what its first rows say about money and language."""

    source: Source
    format: Format
    section: str | None
    kind: Kind
    columns: Columns
    rows: int
    groups: Counter[str] = field(default_factory=Counter)  # rows by group (of events, by visitor), only groups of several
    currencies: Counter[tuple[str, ...]] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    stars: Counter[str] = field(default_factory=Counter)
    notes: tuple[str, ...] = ()

    def read(self) -> Iterator[Row]:
        """The rows, once more."""
        return READERS[self.format](self.source, self.section)

    def shown(self) -> dict[str, str]:
        """The mapping as it is printed: ours -> theirs."""
        shown = self.columns.shown()
        origins = _ORIGINS.get(self.format)
        if not origins:
            return shown
        return {ours: origins.get(ours, theirs) for ours, theirs in shown.items()}

    def group(self, record: Data) -> str:
        """The id that a record's row shares with the other rows of its product, order or visitor, or ""."""
        return _group(self.kind, self.columns, record)

    @property
    def stars_tell(self) -> bool:
        """Whether the stars differ; a file where nearly all are the same was filled by a program, not by buyers."""
        total = sum(self.stars.values())
        return total < 50 or max(self.stars.values()) < 0.98 * total


Notice = Callable[[int, int, str], None]


def survey(
    source: Source, format: Format, section: str | None, kind: Kind | None, wanted: Mapping[str, str], notice: Notice
) -> Survey:
    """Read one list of records to its end. Raises BrokenFile when it cannot be, UserError when it cannot be understood."""
    rows = READERS[format](source, section)
    sample = list(islice(rows, SAMPLE))
    columns = _columns(sample)
    kind = kind or kind_of_section(section or "") or ("policies" if format == "text" else kind_of(columns))
    mapping = recognise(kind, columns, wanted)
    groups: Counter[str] = Counter()
    number = 0
    for number, row in enumerate(chain(sample, rows), 1):
        if number > SAMPLE and not row.problem:
            _see(columns, row.data, only_new=True)
        groups[_group(kind, mapping, mapping.record(row.data))] += 1
        if number % _STEP == 0:
            notice(number, 0, f"Checking {source.path.name}")
    found = recognise(kind, columns, wanted)
    _check(source, section, number, kind, found, columns)
    several = Counter({group: count for group, count in groups.items() if group and count > 1})
    return Survey(source, format, section, kind, found, number, several, **_tallies(kind, found, sample))


def sections(source: Source, format: Format) -> list[str | None]:
    """The lists of records in a file that are worth importing; [None] when it holds one without a name."""
    if format != "json":
        return [None]
    names = Counter(row.section for row in READERS[format](source, None))
    if not names:
        raise BrokenFile(source.path, "it holds no list of records.")
    known = [name for name in names if is_worthy(name)]
    return list(known or [names.most_common(1)[0][0]])


def _columns(sample: list[Row]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for row in sample:
        if not row.problem:
            _see(columns, row.data)
    return columns


def _see(columns: dict[str, Column], data: Data, only_new: bool = False) -> None:
    for name, cell in data.items():
        if name not in columns:
            columns[name] = Column()
        elif only_new:
            continue
        columns[name].see(cell)


def _group(kind: str, columns: Columns, record: Data) -> str:
    if kind == "orders" and "lines" in columns.fields:
        return ""
    if kind == "events":
        return visitor(record)
    cell = record.get("group" if kind == "products" else "id") if kind in ("products", "orders") else None
    try:
        return identifier(cell)
    except BadRow:
        return ""


def _check(source: Source, section: str | None, rows: int, kind: Kind, found: Columns, columns: Mapping[str, Column]) -> None:
    if not rows:
        raise BrokenFile(source.path, "it has a header but no rows." if columns else "it holds no rows.")
    if not columns:
        raise BrokenFile(source.path, "none of its rows can be read.")
    for ours in _NEEDED[kind]:
        if not {ours, *_INSTEAD.get((kind, ours), ())} & found.fields.keys():
            raise UserError(
                f"{source.path}{f' ({section})' if section else ''} was not imported: it looks like {kind}, "
                f"but no column was recognised as {ours}. Its columns are {', '.join(columns)}; "
                f"name the right one with --map {ours}=COLUMN, or the right kind with --kind."
            )


def _tallies(kind: Kind, columns: Columns, sample: list[Row]) -> dict[str, Any]:
    tallies: dict[str, Any] = {"currencies": Counter(), "languages": Counter(), "stars": Counter()}
    for row in sample:
        record = columns.record(row.data)
        tallies["languages"][language_of(_words(kind, record))] += 1
        if (currencies := _currencies(record)) is not None:
            tallies["currencies"][currencies] += 1
        if kind == "reviews":
            tallies["stars"][str(record.get("stars"))] += 1
        for comment in record.get("comments") or ():
            if isinstance(comment, dict):
                tallies["stars"][
                    next((str(cell) for name, cell in comment.items() if field_of("reviews", name) == "stars"), "")
                ] += 1
    return tallies


def _words(kind: Kind, record: Data) -> str:
    names = ("title", "group_title", "title_en", "title_zh", "text", "name")
    return next((found for name in names if (found := text(record.get(name)))), "")


def _currencies(record: Data) -> tuple[str, ...] | None:
    """What a record says its prices may be in: () when it names nothing, None when it has no price."""
    variants = record.get("variants")
    items = [item for item in variants if isinstance(item, dict)] if isinstance(variants, list) else []
    for data in (record, *items):
        if code := currency_code(data.get("currency")):
            return (code,)
    amounts = [amount for data in (record, *items) if (amount := _amount(data.get("price")))]
    return max((amount.currencies for amount in amounts), key=bool, default=None)


def _amount(cell: Any) -> Amount | None:
    try:
        return read_amount(cell)
    except BadRow:
        return None
