"""Formats: which reader a file needs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Literal, get_args

from ..errors import UserError
from .broken import BrokenFile
from .readers.acp import is_acp, read_acp
from .readers.delimited import delimiter, read_delimited
from .readers.jsonld import read_jsonld
from .readers.jsonlines import read_jsonlines
from .readers.jsontext import read_json
from .readers.merchant import read_merchant
from .readers.parquet import read_parquet
from .readers.passages import read_passages
from .readers.shopify import is_shopify, read_shopify
from .readers.woocommerce import is_woocommerce, read_woocommerce
from .row import Row
from .source import Source

Format = Literal[
    "csv", "tsv", "json", "jsonl", "parquet", "merchant", "merchant-tsv", "shopify", "woocommerce", "jsonld", "acp", "text"
]
FORMATS: tuple[Format, ...] = get_args(Format)

READERS: dict[str, Callable[[Source, str | None], Iterator[Row]]] = {
    "csv": read_delimited,
    "tsv": read_delimited,
    "json": read_json,
    "jsonl": read_jsonlines,
    "parquet": read_parquet,
    "merchant": read_merchant,
    "merchant-tsv": read_delimited,
    "shopify": read_shopify,
    "woocommerce": read_woocommerce,
    "jsonld": read_jsonld,
    "acp": read_acp,
    "text": read_passages,
}
_PROMISES = {".json": "{[", ".jsonl": "{", ".ndjson": "{", ".xml": "<"}
_LD = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:[a-z]+:)?(?:https?://schema\.org/)?(?:Product|ProductGroup|ItemList|Offer)"')


def format_of(source: Source) -> Format:
    """Recognise a file by what is in it; its name only settles what looks alike. Raises BrokenFile or UserError."""
    if source.head.startswith(b"PAR1"):
        return "parquet"
    suffix = source.path.suffix.lower()
    if suffix == ".parquet":
        raise BrokenFile(source.path, "it is not Parquet, though its name says so.")
    start = source.start().lstrip("\ufeff \r\n\t\0")
    for promised, opening in _PROMISES.items():
        if suffix == promised and start[:1] not in opening:
            raise BrokenFile(source.path, f"its name says {promised[1:].upper()}, but it begins with {start[:20]!r}.")
    if start.startswith("<"):
        return _markup(start, suffix)
    if start[:1] in ("{", "["):
        return _json(start, suffix)
    if suffix in (".txt", ".md", ".markdown") and not _tabular(start):
        return "text"
    return _table(start)


def check_format(name: str) -> Format:
    """The format of that name. Raises UserError that lists them."""
    for known in FORMATS:
        if known == name:
            return known
    raise UserError(f"There is no format {name!r}; choose one of {', '.join(FORMATS)}.")


def _markup(start: str, suffix: str) -> Format:
    html = re.search(r"<(?:!doctype html|html|head|body|script)\b", start[:5000], re.IGNORECASE)
    return "jsonld" if html or suffix in (".html", ".htm") else "merchant"


def _json(start: str, suffix: str) -> Format:
    if _LD.search(start) and ("@context" in start or "@graph" in start):
        return "jsonld"
    if start[0] == "[":
        return "json"
    first, _, rest = start.partition("\n")
    if _is_acp(first):
        return "acp"
    lines = suffix in (".jsonl", ".ndjson") or (rest.lstrip().startswith("{") and first.rstrip().endswith("}"))
    return "jsonl" if lines else "json"


def _is_acp(text: str) -> bool:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and is_acp(data)


def _tabular(start: str) -> bool:
    lines = [line for line in start.splitlines() if line.strip()][:20]
    return len(lines) > 1 and all("\t" in line for line in lines)


def _table(start: str) -> Format:
    sign = delimiter(start)
    header = [name.strip().strip('"') for name in (start.splitlines() or [""])[0].lstrip("\ufeff").split(sign)]
    if is_shopify(header):
        return "shopify"
    if is_woocommerce(header):
        return "woocommerce"
    google = {"item_group_id", "image_link", "google_product_category", "availability", "link"} & {
        name.removeprefix("g:").replace(" ", "_").lower() for name in header
    }
    if sign == "\t":
        return "merchant-tsv" if len(google) >= 2 else "tsv"
    return "csv"
