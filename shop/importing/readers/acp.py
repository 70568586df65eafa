"""ACP: products.jsonl of the Agentic Commerce Protocol, flat (a variant a line) or nested (a product a line)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ...money import exponent
from ..row import Data, Row
from ..source import Source
from .jsonlines import read_jsonlines

_FLAT = {"is_eligible_search", "enable_search", "is_eligible_checkout", "enable_checkout", "target_countries", "store_country"}
_ORIGINAL = ("original_price", "list_price", "compare_at_price")


def is_acp(data: Data) -> bool:
    """Whether a line is a product of this protocol."""
    if _FLAT & data.keys():
        return True
    variants = data.get("variants")
    first = variants[0] if isinstance(variants, list) and variants else None
    return isinstance(first, dict) and isinstance(first.get("price"), dict) and isinstance(first["price"].get("amount"), int)


def read_acp(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """Rows with amounts of minor units turned into major ones, and the parts of nested variants under our names."""
    for row in read_jsonlines(source):
        data = row.data
        if isinstance(data.get("variants"), list):
            data = _nested(data)
        yield row._replace(data=data)


def _nested(data: Data) -> Data:
    variants = [_variant(item) for item in data["variants"] if isinstance(item, dict)]
    categories = next(
        (item["categories"] for item in data["variants"] if isinstance(item, dict) and item.get("categories")), None
    )
    return {**data, "variants": variants} | (
        {"category": _category(categories)} if categories and "category" not in data else {}
    )


def _variant(item: Data) -> Data:
    price = _major(item.get("price"))
    before = next((_major(item[key]) for key in _ORIGINAL if item.get(key)), None)
    return {**item, "price": price, "list_price": before, "options": item.get("variant_options") or item.get("options")}


def _major(price: Any) -> Any:
    if not isinstance(price, dict) or not isinstance(price.get("amount"), int):
        return price
    currency = str(price.get("currency", "")).upper()
    return {"amount": str(Decimal(price["amount"]).scaleb(-exponent(currency))), "currency": currency}


def _category(categories: Any) -> Any:
    first = categories[0] if isinstance(categories, list) and categories else categories
    return first.get("value") or first.get("name") if isinstance(first, dict) else first
