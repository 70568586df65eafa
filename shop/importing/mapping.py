"""Mapping: which column of a file is which of our fields, and which are attributes of the product."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import UserError
from .columns import FIELDS, fields_of, folded
from .names import canonical, is_known
from .row import Data

# Fields that take every column that fits, in order; all others take the best one.
SEVERAL = frozenset({"images", "attributes", "tags", "description"})

# What shops keep for themselves; no shopper asks for it.
_INTERNAL = re.compile(
    r"^(_.*|id|.*url|.*link|.*path|.*hash|slug|seo.*|meta.*|google.*|promoted|featured|active|enabled|visible|hidden|deleted|"
    r"is(active|enabled|deleted|featured|promoted|eligible.*|adseligible)|created.*|updated.*|modified.*|published.*|sort.*|rank|position|"
    r"sk|tax.*|shipping.*|cost.*|profit.*|margin.*|vendorcode|gtin.*|barcode|ean|upc|asin|license|imagelicense|related.*|seller.*|merchant.*|"
    r"customlabel.*|adult|identifierexists|installment.*|popularityscore|returnrate|targetcountries|storecountry|expirationdate|"
    r"returnpolicy|returndeadline.*|acceptsreturns.*|enablesearch|enablecheckout|availabilitydate|warning.*|relationshiptype|"
    r"page|row|line|index|unnamed.*|column\d+|key|version|timestamp|status|state|note|notes|remark|备注|序号|销量|月销量|成本.*|进价.*|进货.*|采购.*|毛利.*|利润.*|wholesale.*|店铺.*|sales.*|sold.*|条形码|商品条形码|货号备注)$"
)
_OURS = re.compile(r"(?:^|[ _-])ids?$|[a-z]Ids?$|ID$|^(?:is|has)(?=[A-Z _])")
_NUMBER = re.compile(r"[\d,.]+")
_CODE = re.compile(
    r"[0-9a-f]{16,}|[0-9a-f-]{32,}|\d{11,}|\S+\.(jpe?g|png|gif|webp|pdf|html?)|(https?:)?//\S+|\d{4}-\d\d-\d\d.*", re.IGNORECASE
)


@dataclass
class Column:
    """What a sample of a file's rows says about one column."""

    filled: int = 0
    longest: int = 0
    scalar: bool = True
    codes: int = 0
    numbers: int = 0
    distinct: set[str] = field(default_factory=set)

    def see(self, cell: Any) -> None:
        """Take one cell into account."""
        if cell is None or cell == "" or cell == []:
            return
        self.filled += 1
        self.scalar = self.scalar and (not isinstance(cell, (dict, list)) or _short_list(cell))
        text = str(cell)
        self.longest = max(self.longest, len(text))
        self.codes += bool(_CODE.fullmatch(text))
        self.numbers += _NUMBER.fullmatch(text) is not None
        if len(self.distinct) < 300:
            self.distinct.add(text[:200])

    def fits(self, ours: str) -> bool:
        """Whether it can be that field by what is in it: "reviews" are a count in one file and a list in another."""
        if ours == "comments":
            return self.numbers * 2 <= self.filled
        return ours != "review_count" or self.numbers * 2 > self.filled or not self.filled

    def is_attribute(self, name: str) -> bool:
        """Whether a column we do not know looks like something a shopper may ask for."""
        if not self.filled or not self.scalar or self.longest > 200:
            return False
        if is_known(name):
            return True
        telling = len(self.distinct) > 1 or self.filled <= 20
        ours = _INTERNAL.match(folded(name)) or _OURS.search(name)
        return telling and self.longest <= 80 and not ours and self.codes * 2 < self.filled


@dataclass(frozen=True)
class Columns:
    """The mapping of one file: our field -> its columns, its column -> our attribute, and what was left out."""

    fields: dict[str, tuple[str, ...]]
    attributes: dict[str, str]
    ignored: tuple[str, ...] = ()

    def record(self, data: Data) -> Data:
        """A row's cells by our fields; the attribute columns stand under "columns"."""
        record: Data = {}
        for ours, theirs in self.fields.items():
            if ours in SEVERAL:
                record[ours] = [cell for column in theirs if (cell := data.get(column)) not in (None, "", [])]
            else:
                record[ours] = data.get(theirs[0])
        record["columns"] = [
            (name, cell) for column, name in self.attributes.items() if (cell := data.get(column)) not in (None, "")
        ]
        return record

    def shown(self) -> dict[str, str]:
        """The mapping as it is printed: ours -> theirs."""
        fields = {ours: " + ".join(theirs) for ours, theirs in self.fields.items() if ours not in ("key", "picture_row")}
        return fields | {f"attributes.{name}": column for column, name in self.attributes.items()}


def recognise(kind: str, columns: Mapping[str, Column], wanted: Mapping[str, str]) -> Columns:
    """Map the columns of a file. `wanted` (ours -> theirs) wins; raises UserError when it names a column that is not there."""
    fields, attributes = _wanted(kind, columns, wanted)
    taken = {column for theirs in fields.values() for column in theirs} | set(attributes)
    for _, ours, column in _offers(kind, columns, taken):
        if column in taken or ours in wanted:
            continue
        if ours not in fields:
            fields[ours] = (column,)
        elif ours in SEVERAL:
            fields[ours] = (*fields[ours], column)
        else:
            continue
        taken.add(column)
    left = [column for column in columns if column not in taken]
    if kind == "products":
        # What has the name of a field and lost it to a better column is not an attribute.
        spare = [column for column in left if is_known(column) or not fields_of(kind, column)]
        attributes |= {column: canonical(column) for column in spare if columns[column].is_attribute(column)}
    return Columns(fields, attributes, tuple(column for column in left if column not in attributes))


def _offers(kind: str, columns: Mapping[str, Column], taken: set[str]) -> Iterable[tuple[tuple[bool, int], str, str]]:
    """Every possible pair of field and column: filled columns before empty ones, better names before worse."""
    offers = []
    for column, seen in columns.items():
        if column not in taken:
            offers += [((not seen.filled, rank), ours, column) for rank, ours in fields_of(kind, column) if seen.fits(ours)]
    return sorted(offers)


def _wanted(
    kind: str, columns: Mapping[str, Column], wanted: Mapping[str, str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    fields: dict[str, tuple[str, ...]] = {}
    attributes: dict[str, str] = {}
    for ours, theirs in wanted.items():
        column = next((name for name in columns if name == theirs or folded(name) == folded(theirs)), None)
        if column is None:
            raise UserError(f"--map {ours}={theirs}: the file has no column {theirs!r}; its columns are {', '.join(columns)}.")
        if ours in FIELDS[kind]:
            fields[ours] = (column,)
        elif kind == "products":
            attributes[column] = canonical(ours.removeprefix("attributes."))
        else:
            raise UserError(f"--map {ours}={theirs}: {kind} have no field {ours!r}; they have {', '.join(FIELDS[kind])}.")
    return fields, attributes


def _short_list(cell: Any) -> bool:
    return isinstance(cell, list) and all(isinstance(item, (str, int, float)) and len(str(item)) <= 60 for item in cell)
