"""Cells: what stands in a cell, as the type we need. What cannot be understood is unknown, never guessed."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from .amounts import UNKNOWN
from .plain import line, plain
from .row import BadRow

LONGEST_ID = 200
_URL = re.compile(r"https?://[^\s<>\"'\\]{1,2000}", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:others?|其[他它])(?:[/ ]?(?:others?|其[他它]))?(?:品牌|100%)?|(?:属性)?见(?:描述|详情|图)|详见.{0,6}|如图"
    r"|无品牌|no brand|unbranded|generic|not (?:specified|applicable)|不详|暂无|default(?: title)?"
)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?")
_PATH = re.compile(r"\s*(?:>+|[»›→|]|\s/\s)\s*")
_NAMES = ("name", "title", "value", "text", "label", "plain", "url", "src", "@value", "en", "zh")
_LANGUAGE = re.compile(r"(en|zh)(?:[_-]\w+)*|[a-z]{2}(?:[_-]\w+)?", re.IGNORECASE)
_GONE = frozenset(
    {
        "outofstock",
        "soldout",
        "unavailable",
        "discontinued",
        "false",
        "no",
        "n",
        "0",
        "无货",
        "缺货",
        "售罄",
        "已售罄",
        "已下架",
        "否",
        "无",
    }
)
NOTHING = frozenset({"", "nan", "null", "none", "n/a"})


def text(cell: Any) -> str:
    """One line of plain text; "" for nothing."""
    return line(_raw(cell))


def passage(cell: Any) -> str:
    """Plain text of several lines; a list becomes a line an item."""
    if isinstance(cell, list):
        return "\n".join(filter(None, (passage(item) for item in cell)))
    if isinstance(cell, dict):
        return plain(_raw(cell.get("plain") or cell.get("markdown") or cell.get("html") or cell))
    return plain(_raw(cell))


def identifier(cell: Any) -> str:
    """An id as the source writes it; "" when there is none. Raises BadRow when it is too long to be one."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    found = line(str(cell)) if isinstance(cell, (str, int)) and not isinstance(cell, bool) else ""
    if len(found) > LONGEST_ID:
        raise BadRow(f"the id is longer than {LONGEST_ID} characters")
    return "" if found.lower() in NOTHING else found


def name(cell: Any) -> str | None:
    """A brand or a person; None for "N/A", "其他" and their like."""
    found = text(cell)
    return None if found.lower() in UNKNOWN or is_placeholder(found) else found


def by_language(cell: Any) -> dict[str, Any]:
    """What a cell says in English and in Chinese, where it is of the form `{"en": …, "zh-CN": …}`; empty for any other cell."""
    if not isinstance(cell, dict) or not all(_LANGUAGE.fullmatch(str(key)) for key in cell):
        return {}
    return {found[1].lower(): value for key, value in cell.items() if (found := _LANGUAGE.fullmatch(key)) and found[1]}


def is_placeholder(value: str) -> bool:
    """Whether it was only put there because a form wanted something: "其他", "other", "见描述"."""
    return bool(_PLACEHOLDER.fullmatch(value.lower()))


def number(cell: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float, Decimal)):
        found = float(cell)
        return found if math.isfinite(found) and abs(found) < 1e15 else None
    match = _NUMBER.fullmatch(str(cell).strip().replace(",", ""))
    return float(match.group()) if match else None


def part(cell: Any, *names: str) -> Any:
    """The first of these parts that an object has: `{"rate": 4.1, "count": 259}`; any other cell is its own part."""
    cell = unpacked(cell)
    return next((cell[name] for name in names if cell.get(name) is not None), None) if isinstance(cell, dict) else cell


def stock(count: Any, availability: Any = None) -> int | None:
    """How many there are; None when the shop gives no number. "Out of stock" is 0, "in stock" is no number."""
    count = part(count, "quantity", "count", "available", "stock", "on_hand", "level")
    if isinstance(availability, dict):
        availability = availability.get("available", availability.get("status"))
    found = number(count)
    if found is not None and found < 1e9:
        return max(0, int(found))
    for cell in (availability, count):
        word = re.sub(r"[\s_\-]", "", str(cell)).lower().rpartition("/")[2] if cell is not None else ""
        if word in _GONE:
            return 0
    return None


def url(cell: Any) -> str | None:
    """An http(s) address, or None."""
    found = _raw(cell).strip() if isinstance(cell, (str, dict)) else ""
    if found.startswith("//"):
        found = f"https:{found}"
    return found if _URL.fullmatch(found) else None


def urls(cell: Any) -> Iterator[str]:
    """Every http(s) address in a cell: a list, a JSON list in a text, or a text that separates them by commas or spaces."""
    if isinstance(cell, list):
        for item in cell:
            yield from urls(item)
    elif isinstance(cell, str) and not (found := url(cell)):
        yield from (address for part in re.split(r"[\s,;|\[\]\"']+", cell) if (address := url(part)))
    elif found := url(cell):
        yield from [
            part for piece in found.split(",http") if (part := url(piece if piece.startswith("http") else f"http{piece}"))
        ]


def many(cell: Any) -> list[str]:
    """The texts in a list, in a list written as text, or in a text that separates them by commas."""
    cell = unpacked(cell)
    if isinstance(cell, list):
        return [found for item in cell if (found := text(item))]
    return [found for part in re.split(r"[,，;；|、]", _raw(cell)) if (found := line(part))]


def path(cell: Any) -> tuple[str, ...]:
    """A category path from the general to the particular."""
    cell = unpacked(cell)
    if isinstance(cell, list):
        paths = [path(item) for item in cell]
        longest: tuple[str, ...] = max(paths, key=len, default=())
        return longest if len(longest) > 1 else tuple(part for one in paths for part in one)
    found = text(cell)
    if not found or found.lower() in UNKNOWN or found.isdigit():
        return ()
    return tuple(part for part in _PATH.split(found) if part)


def pairs(cell: Any) -> Iterator[tuple[str, Any]]:
    """Names and values in `{"Colour": "red"}`, `[["颜色", "红"]]`, `[{"name": …, "value": …}]` or "size: M; …"."""
    cell = unpacked(cell)
    if isinstance(cell, dict):
        yield from ((str(key), value) for key, value in cell.items())
    elif isinstance(cell, list):
        for item in cell:
            yield from _pair(item)
    elif isinstance(cell, str):
        for part in re.split(r"[;；|\n]", cell):
            key, sign, value = part.replace("：", ":").partition(":")
            if sign and len(key) <= 40:
                yield key.strip(), value.strip()


def moment(cell: Any) -> datetime | None:
    """A time from ISO 8601, from a date with slashes, or from (milli)seconds since 1970, always with a zone; else None."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=UTC)
    stamp = number(cell)
    try:
        if stamp is not None and stamp > 1e8:
            return datetime.fromtimestamp(stamp / 1000 if stamp > 1e11 else stamp, UTC)
        found = datetime.fromisoformat(re.sub(r"[/年月]", "-", str(cell).strip()).replace("日", ""))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def unpacked(cell: Any) -> Any:
    """A list or an object that was written into a text cell, as JSON or in Python's way; anything else unchanged."""
    if not isinstance(cell, str) or cell[:1] not in ("[", "{") or len(cell) > 200_000:
        return cell
    for read in (json.loads, ast.literal_eval):
        try:
            return read(cell)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return cell


def _pair(item: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(item, (list, tuple)) and len(item) == 2:
        yield str(item[0]), item[1]
    elif isinstance(item, dict):
        key = next(
            (item[key] for key in ("name", "key", "attribute", "attribute_name", "label", "属性名") if item.get(key)), None
        )
        value = next((item[key] for key in ("value", "values", "attribute_value", "content", "属性值") if item.get(key)), None)
        if key is not None:
            yield str(key), value
        elif len(item) == 1:
            yield from ((str(name), found) for name, found in item.items())
    elif isinstance(item, str):
        yield from pairs(item)


def _raw(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool) or cell is None or isinstance(cell, bytes):
        return ""
    if isinstance(cell, float):
        return "" if not math.isfinite(cell) else str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)
    if isinstance(cell, dict):
        return _raw(next((cell[key] for key in _NAMES if cell.get(key)), None))
    if isinstance(cell, (list, tuple)):
        return ", ".join(filter(None, map(_raw, cell)))
    return str(cell)
