"""WooCommerce: the product CSV, where rows of type "variation" name the row of their product as their parent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from ..cells import moment
from ..row import Data, Row
from ..source import Source
from .delimited import read_delimited

# Our name: the export's column, or those of extensions.
COLUMNS = {
    "title": ("Name",),
    "brand": ("Brands",),
    "price": ("Regular price",),
    "sale_price": ("Sale price",),
    "cost": ("Cost of goods", "Meta: _wc_cog_cost", "Meta: _alg_wc_cog_cost"),
    "stock": ("Stock",),
    "availability": ("In stock?",),
    "tags": ("Tags",),
    "images": ("Images",),
}
# The same for people; what is not in it has its own name.
ORIGINS = {name: columns[0] for name, columns in COLUMNS.items()} | {
    "group": "Parent / ID",
    "id": "ID",
    "description": "Short description + Description",
    "category": "Categories",
    "published": "Published",
    "options": "Attribute 1.. name, value(s) of variations",
    "attributes": "Attribute 1.. name, value(s)",
}
_NEEDED = frozenset({"Type", "Name", "Regular price"})
_HIDDEN = ("0", "-1")
_NAME = re.compile(r"Attribute (\d+) name")
_MEASURE = re.compile(r"(Weight|Length|Width|Height) \((.+)\)")
_COMMA = re.compile(r"(?<!\\),\s*")


@dataclass
class Parents:
    """What must be known of all rows before one is read: parents are named by SKU or as "id:12", and may stand anywhere."""

    ids: dict[str, str] = field(default_factory=dict)  # by SKU
    hidden: set[str] = field(default_factory=set)  # ids of what is not published
    options: dict[str, set[str]] = field(default_factory=dict)  # by id, the attributes that its variations are told apart by

    @classmethod
    def of(cls, source: Source) -> Self:
        """Read the file once."""
        found, variations = cls(), []
        for row in read_delimited(source):
            if row.problem:
                continue
            if _parent(row.data):
                variations.append((_parent(row.data), {name for name, *_ in _attributes(row.data)}))
                continue
            found.ids.setdefault(_cell(row.data, "SKU"), _id(row.data))
            if _cell(row.data, "Published") in _HIDDEN:
                found.hidden.add(_id(row.data))
        for parent, names in variations:
            found.options.setdefault(found.id(parent), set()).update(names)
        return found

    def id(self, parent: str) -> str:
        """The id of the product that a variation names."""
        return parent.removeprefix("id:") if parent.startswith("id:") else self.ids.get(parent, parent)


def is_woocommerce(columns: list[str]) -> bool:
    """Whether a header is that of a WooCommerce product export."""
    return set(columns) >= _NEEDED and bool({"Attribute 1 name", "Parent", "Tax status"} & set(columns))


def read_woocommerce(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """One row a CSV line, under our names; a product and its variations carry the same `group`."""
    parents = Parents.of(source)
    for row in read_delimited(source):
        yield row if row.problem else Row(row.line, _data(row.data, parents))


def _data(data: Data, parents: Parents) -> Data:
    out: Data = {name: _cell(data, *columns) for name, columns in COLUMNS.items()}
    out |= {"id": _id(data), "category": _categories(data)}
    out["description"] = [text for name in ("Short description", "Description") if (text := _cell(data, name))]
    if not _on_sale(data):
        out["sale_price"] = ""
    if out["availability"] == "backorder" or _cell(data, "Backorders allowed?") in ("1", "notify"):
        out |= {"stock": "", "availability": ""}  # sold beyond its stock, so a count of 0 does not mean sold out
    out |= _variation(data, parents) if _parent(data) else _product(data, out["title"], parents)
    return {name: value for name, value in out.items() if value}


def _variation(data: Data, parents: Parents) -> Data:
    group = parents.id(_parent(data))
    hidden = group in parents.hidden or _cell(data, "Published") in _HIDDEN
    options = {name: values[0] for name, values, _ in _attributes(data) if values}
    return {"group": group, "options": options, "published": "false" if hidden else ""}


def _product(data: Data, title: str, parents: Parents) -> Data:
    options = parents.options.get(_id(data), set())
    stated = {name: values for name, values, shown in _attributes(data) if shown and values and name not in options}
    out: Data = {"attributes": stated | _measures(data), "published": "false" if _id(data) in parents.hidden else ""}
    if _id(data) in parents.options:  # its variations are what can be bought
        out |= {"group": _id(data), "group_title": title, "picture_row": True}
    return out


def _attributes(data: Data) -> Iterator[tuple[str, list[str], bool]]:
    """The name of each attribute, its values, and whether the shop shows it."""
    for column in data:
        if (match := _NAME.fullmatch(column)) and (name := _cell(data, column)):
            number = match[1]
            hidden = _cell(data, f"Attribute {number} visible") == "0"
            yield name, _list(_cell(data, f"Attribute {number} value(s)")), not hidden


def _on_sale(data: Data) -> bool:
    now = datetime.now(UTC)
    starts, ends = (moment(_cell(data, f"Date sale price {end}")) for end in ("starts", "ends"))
    return (starts is None or starts <= now) and (ends is None or now <= ends)


def _measures(data: Data) -> dict[str, str]:
    found = ((_MEASURE.fullmatch(column), _cell(data, column)) for column in data)
    return {match[1]: f"{value} {match[2]}" for match, value in found if match and value}


def _categories(data: Data) -> list[str]:
    # Of several paths the deepest says most.
    return [max(paths, key=lambda path: path.count(">"))] if (paths := _list(_cell(data, "Categories"))) else []


def _list(text: str) -> list[str]:
    return [part.replace("\\,", ",").strip() for part in _COMMA.split(text) if part.strip()]


def _id(data: Data) -> str:
    return _cell(data, "ID") or _cell(data, "SKU")


def _parent(data: Data) -> str:
    return _cell(data, "Parent") if "variation" in _cell(data, "Type").lower() else ""


def _cell(data: Data, *columns: str) -> str:
    return next((found for column in columns if (found := str(data.get(column) or "").strip())), "")
