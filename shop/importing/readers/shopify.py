"""Shopify: the product CSV, where the rows of one Handle are the product's variants and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..row import Data, Row
from ..source import Source
from .delimited import read_delimited

# Our name: the export's column, and the same column in exports since 2024.
COLUMNS = {
    "handle": ("Handle", "URL handle"),
    "title": ("Title",),
    "description": ("Body (HTML)", "Description"),
    "brand": ("Vendor",),
    "category": ("Type", "Product Type"),
    "taxonomy": ("Product Category", "Product category", "Google Shopping / Google Product Category"),
    "tags": ("Tags",),
    "published": ("Published", "Published on online store"),
    "product_status": ("Status",),
    "audience": ("Google Shopping / Gender", "Google Shopping / gender"),
    "age_group": ("Google Shopping / Age Group", "Google Shopping / age group"),
    "image": ("Image Src", "Product image URL"),
    "sku": ("Variant SKU", "SKU"),
    "price": ("Variant Price", "Price"),
    "list_price": ("Variant Compare At Price", "Compare-at price"),
    "cost": ("Cost per item",),
    "stock": ("Variant Inventory Qty", "Inventory quantity"),
    "policy": ("Variant Inventory Policy", "Continue selling when out of stock"),
    "variant_image": ("Variant Image", "Variant image URL"),
}
# The same for people; what is not in it has its own name.
ORIGINS = {
    "group": "Handle",
    "id": "Variant SKU",
    "options": "Option1..3 Name, Value",
    "images": "Image Src",
    "image": "Variant Image",
    "status": "Status",
    "attributes": "metafields",
    "attributes.audience": "Google Shopping / Gender",
    "attributes.age": "Google Shopping / Age Group",
} | {name: columns[0] for name, columns in COLUMNS.items() if name not in ("handle", "sku", "image", "audience", "age_group")}


def is_shopify(columns: list[str]) -> bool:
    """Whether a header is that of a Shopify product export."""
    return bool({"Handle", "URL handle"} & set(columns)) and bool(
        {"Variant Price", "Option1 Value", "Option1 value", "Body (HTML)"} & set(columns)
    )


def read_shopify(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """One row a CSV line, under our names; rows of one Handle carry the same `group`. Metafields become attributes."""
    last: Data = {}
    for row in read_delimited(source):
        if row.problem:
            yield row
            continue
        cells = {name: _cell(row.data, columns) for name, columns in COLUMNS.items()}
        if cells["handle"] and cells["handle"] != last.get("handle"):
            last = {"handle": cells["handle"], "names": {}}
        yield Row(row.line, _data(row.data, cells, last))


def _cell(data: Data, columns: tuple[str, ...]) -> str:
    return next((data[column].strip() for column in columns if data.get(column, "").strip()), "")


def _data(data: Data, cells: dict[str, str], last: Data) -> Data:
    handle = cells["handle"] or last.get("handle", "")
    out: Data = {name: value for name, value in cells.items() if value and name not in ("handle", "sku", "policy", "taxonomy")}
    out["group"] = handle
    out["category"] = cells["category"] or cells["taxonomy"]
    out["options"] = _options(data, last)
    out["id"] = cells["sku"]
    if _is_picture(cells, out["options"]):
        out["picture_row"] = True
    if cells["policy"].lower() in ("continue", "true") and not _positive(cells["stock"]):
        out.pop("stock", None)  # sold beyond its stock, so a count of 0 does not mean sold out
    metafields = {name.partition(" (")[0]: value for name, value in data.items() if "metafields." in name and value}
    out |= {"attributes": metafields} if metafields else {}
    return {name: value for name, value in out.items() if value}


def _options(data: Data, last: Data) -> dict[str, str]:
    options = {}
    for number in "123":
        name = data.get(f"Option{number} Name") or data.get(f"Option{number} name") or ""
        value = data.get(f"Option{number} Value") or data.get(f"Option{number} value") or ""
        names: dict[str, Any] = last.setdefault("names", {})
        name = names[number] = name.strip() or names.get(number, "")
        if name and value.strip() and (name, value) != ("Title", "Default Title"):
            options[name] = value
    return options


def _is_picture(cells: dict[str, str], options: dict[str, str]) -> bool:
    return not cells["title"] and not cells["price"] and not cells["sku"] and not options


def _positive(text: str) -> bool:
    return text.isdigit() and int(text) > 0
