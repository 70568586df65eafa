"""Delimited: CSV and TSV with a header line; the delimiter is found out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from ..broken import BrokenFile
from ..row import Row
from ..source import Source

_DELIMITERS = ",\t;|"
# Taobao's log of behaviour comes without a header line; its rows look like nothing else.
_HEADLESS = {
    "user_id": re.compile(r"\d+"),
    "item_id": re.compile(r"\d+"),
    "category_id": re.compile(r"\d+"),
    "behavior": re.compile("pv|buy|cart|fav"),
    "timestamp": re.compile(r"\d{10}"),
}


def read_delimited(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """Rows as dicts of texts by header; a line with another number of cells is a problem row.

    Raises BrokenFile when there is no header, or when a quotation mark is still open at the end.
    """
    with source.text() as file:
        reader = csv.reader(file, delimiter=delimiter(source.start()), strict=True)
        names = _first(source, reader)
        header = [*_HEADLESS] if _is_headless(names) else _header(names)
        if _is_headless(names):
            yield _row(reader.line_num, header, names)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield _unreadable(source, line, reader.line_num, str(error))
                continue
            if cells is None:
                return
            if any(cells):
                yield _row(line, header, cells)


def delimiter(start: str) -> str:
    """The sign that cuts the first lines into the same number of cells, more than one."""
    lines = start.splitlines(keepends=True)[:60]
    return max(_DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], sign: str) -> tuple[float, int]:
    try:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=sign) if cells]
    except csv.Error:
        return (0.0, 0)
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])


def _first(source: Source, reader: Iterator[list[str]]) -> list[str]:
    try:
        names = next((cells for cells in reader if any(cell.strip() for cell in cells)), None)
    except csv.Error as error:
        raise BrokenFile(source.path, f"its header line cannot be read ({error}).") from None
    if names is None:
        raise BrokenFile(source.path, "it has no header line.")
    return names


def _is_headless(cells: Sequence[str]) -> bool:
    return len(cells) == len(_HEADLESS) and all(
        form.fullmatch(cell.strip()) for form, cell in zip(_HEADLESS.values(), cells, strict=True)
    )


def _header(names: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    header = []
    for number, name in zip(count(1), names, strict=False):
        name = name.strip().lstrip("\ufeff") or f"column {number}"
        seen[name] += 1
        header.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return header


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) == len(header):
        return Row(line, dict(zip(header, cells, strict=True)))
    problem = f"{len(cells)} cells where the header has {len(header)}"
    return Row(line, dict(zip(header, cells, strict=False)), problem=problem)


def _unreadable(source: Source, line: int, last: int, reason: str) -> Row:
    if "unexpected end of data" in reason:
        raise BrokenFile(source.path, f"the quotation mark opened on line {line} is never closed; the file may be cut off.")
    lines = f" (lines {line} to {last})" if last > line else ""
    return Row(line, {}, problem=f"not valid CSV: {reason}{lines}")
