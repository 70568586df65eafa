"""JSON-LD: schema.org Product and ProductGroup, in a file of their own or inside an HTML page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from ..broken import BrokenFile
from ..row import Data, Row
from ..source import Source

_SCRIPT = re.compile(
    r"<script[^>]+type\s*=\s*[\"']?application/ld\+json[\"']?[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE
)
_MOST = 64 * 1024 * 1024
ORIGINS = {
    "id": "productGroupID / productID / sku / @id",
    "title": "name",
    "description": "description",
    "brand": "brand.name",
    "category": "category",
    "price": "offers.price",
    "currency": "offers.priceCurrency",
    "availability": "offers.availability",
    "url": "url",
    "rating": "aggregateRating.ratingValue",
    "review_count": "aggregateRating.reviewCount",
    "stock": "offers.inventoryLevel",
    "comments": "review",
    "images": "image",
    "image": "image",
    "options": "color / size / material / pattern",
    "variants": "hasVariant",
    "attributes": "additionalProperty",
}


def read_jsonld(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """One row a product; `line` counts products. Raises BrokenFile when there is none or the JSON is damaged."""
    if source.path.stat().st_size > _MOST:
        raise BrokenFile(source.path, "JSON-LD is read as a whole and this is more than 64 MB; split it.")
    numbers = count(1)
    found = False
    for document in _documents(source):
        for node in _products(document):
            found = True
            yield Row(next(numbers), _data(node))
    if not found:
        raise BrokenFile(source.path, "it holds no schema.org Product.")


def _documents(source: Source) -> Iterator[Any]:
    with source.text() as file:
        text = file.read()
    pieces = _SCRIPT.findall(text) if text.lstrip("\ufeff \r\n\t").startswith("<") else [text]
    if not pieces:
        raise BrokenFile(source.path, 'it is HTML without <script type="application/ld+json">.')
    for piece in pieces:
        try:
            yield json.loads(piece.strip())
        except (ValueError, RecursionError) as error:
            raise BrokenFile(source.path, f"its JSON-LD is not whole JSON ({error}).") from None


def _products(node: Any) -> Iterator[Data]:
    if isinstance(node, list):
        for item in node:
            yield from _products(item)
    elif isinstance(node, dict):
        if _is(node, "Product", "ProductGroup", "IndividualProduct", "ProductModel"):
            yield node
            return
        for key in ("@graph", "itemListElement", "item", "mainEntity", "hasPart", "itemOffered", "makesOffer"):
            yield from _products(node.get(key))


def _is(node: Data, *types: str) -> bool:
    named = node.get("@type")
    names = named if isinstance(named, list) else [named]
    return any(str(name).rpartition("/")[2].rpartition(":")[2] in types for name in names)


def _data(node: Data) -> Data:
    group = _is(node, "ProductGroup")
    variants = [_variant(item) for item in _list(node.get("hasVariant")) if isinstance(item, dict)]
    data = _variant(node) | {
        "id": _first(node, "productGroupID") if group else None,
        "description": _text(node.get("description")),
        "brand": _text(node.get("brand")) or _text(node.get("manufacturer")),
        "category": _text(node.get("category")),
        "images": [_text(image) or _url(image) for image in _list(node.get("image"))],
        "comments": [_review(item) for item in _list(node.get("review")) if isinstance(item, dict)],
        **_rating(node),
    }
    data["id"] = data["id"] or _first(node, "productID", "sku", "@id", "url", "mpn", "gtin13", "gtin")
    if not variants:
        data["attributes"] = [*data["attributes"], *[[name, value] for name, value in data.pop("options").items()]]
    data |= {"variants": variants} if variants else {}
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _variant(node: Data) -> Data:
    options = {name: _text(node.get(name)) for name in ("color", "size", "material", "pattern")}
    return {
        "id": _first(node, "sku", "productID", "@id", "mpn", "gtin13", "gtin"),
        "title": _text(node.get("name")),
        "url": _first(node, "url"),
        "image": next((_text(image) or _url(image) for image in _list(node.get("image"))), None),
        "options": {name: value for name, value in options.items() if value},
        "attributes": [[_text(item.get("name")), _text(item.get("value"))] for item in _list(node.get("additionalProperty"))],
        **_offer(node),
    }


def _offer(node: Data) -> Data:
    offers = [item for item in _list(node.get("offers")) if isinstance(item, dict)]
    if len(offers) == 1 and offers[0].get("offers"):
        offers = [item for item in _list(offers[0]["offers"]) if isinstance(item, dict)]
    offer = offers[0] if offers else {}
    specification: Data = next(iter(_list(offer.get("priceSpecification"))), {})
    price = offer.get("price", specification.get("price"))
    if price is None and offer.get("lowPrice") == offer.get("highPrice"):
        price = offer.get("lowPrice")  # "from 20 to 40" is no price
    level = offer.get("inventoryLevel")
    return {
        "price": price,
        "currency": offer.get("priceCurrency") or specification.get("priceCurrency"),
        "availability": _text(offer.get("availability")),
        "stock": level.get("value") if isinstance(level, dict) else level,
    }


def _rating(node: Data) -> Data:
    rating = node.get("aggregateRating")
    if not isinstance(rating, dict) or str(rating.get("bestRating", 5)) not in ("5", "5.0"):
        return {}
    return {"rating": rating.get("ratingValue"), "review_count": rating.get("ratingCount") or rating.get("reviewCount")}


def _review(node: Data) -> Data:
    rating = node.get("reviewRating")
    return {
        "text": _text(node.get("reviewBody")) or _text(node.get("description")),
        "title": _text(node.get("name")),
        "stars": rating.get("ratingValue") if isinstance(rating, dict) else rating,
        "author": _text(node.get("author")),
        "time": node.get("datePublished"),
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return next((text for item in value if (text := _text(item))), None)
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@value") or value.get("value"))
    return str(value) if value not in (None, "") else None


def _url(value: Any) -> str | None:
    return _first(value, "url", "contentUrl", "@id") if isinstance(value, dict) else None


def _first(node: Data, *names: str) -> str | None:
    return next((text for name in names if (text := _text(node.get(name)))), None)
