"""JSON lines: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..broken import BrokenFile
from ..row import Row
from ..source import Source


def read_jsonlines(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """Rows by line; a line that is not a JSON object is a problem row. Raises BrokenFile when most lines are."""
    good = bad = 0
    with source.text() as file:
        for line, text in enumerate(file, 1):
            if not text.strip():
                continue
            row = _row(line, text)
            good, bad = (good, bad + 1) if row.problem else (good + 1, bad)
            yield row
    if bad > good:
        raise BrokenFile(source.path, f"{bad} of its {good + bad} lines are not JSON objects.")


def _row(line: int, text: str) -> Row:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Row(line, {"text": text[:200]}, problem=f"not valid JSON: {error}")
    if not isinstance(data, dict):
        return Row(line, {"text": text[:200]}, problem="not a JSON object")
    return Row(line, data)
