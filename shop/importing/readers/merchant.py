"""Merchant: Google Merchant product feeds in RSS or Atom."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import count
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from ..broken import BrokenFile
from ..row import Data, Row
from ..source import Source

_RECORDS = frozenset({"item", "entry", "product", "offer", "goods"})
_GOOGLE = "{http://base.google.com/ns/1.0}"


def read_merchant(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """Rows of the feed's items; `line` counts items. Raises BrokenFile when the XML is damaged or defines entities."""
    numbers = count(1)
    try:
        with source.binary() as file:
            for element in _records(_as_utf8(file, source.encoding)):
                yield Row(next(numbers), _data(element))
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BrokenFile(source.path, f"it is not sound XML ({error}).") from None


def _as_utf8(file: BinaryIO, encoding: str) -> Any:
    return file if encoding.startswith("utf-8") else codecs.EncodedFile(file, "utf-8", encoding)


def _records(file: Any) -> Iterator[Element]:
    """Each record once it is complete; it is forgotten afterwards."""
    path: list[Element] = []
    # The bytes are UTF-8 by now, whatever the declaration says.
    for event, element in iterparse(file, events=("start", "end"), parser=DefusedXMLParser(encoding="utf-8")):
        if event == "start":
            path.append(element)
            continue
        path.pop()
        if _name(element) in _RECORDS and len(element) and not any(_name(outer) in _RECORDS for outer in path):
            yield element
            path[-1].remove(element) if path else None


def _data(element: Element) -> Data:
    data: Data = {}
    # Google's own element wins over one of the same name in RSS.
    for child in sorted(element, key=lambda child: not child.tag.startswith(_GOOGLE)):
        name, value = _name(child), _value(child)
        if value in (None, ""):
            continue
        if name == "product_detail" and isinstance(value, dict):
            data.setdefault("product_detail", []).append([value.get("attribute_name"), value.get("attribute_value")])
        elif name not in data:
            data[name] = value
        elif child.tag.startswith(_GOOGLE) or name not in ("title", "description", "link", "id"):
            data[name] = [*(data[name] if isinstance(data[name], list) else [data[name]]), value]
    return data


def _value(element: Element) -> Any:
    if len(element):
        return {_name(child): _value(child) for child in element}
    return (element.text or element.get("href") or "").strip()


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
