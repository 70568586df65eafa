"""Report: the rows that were not stored, each with its line and the reason."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import UserError
from .row import Rejected

_LONGEST = 2000


class Report:
    """Writes rejected rows as CSV, or as JSON lines where the file's name ends so. Without a path it writes nothing."""

    def __init__(self, file: Any, lines: bool) -> None:
        self._file = file
        self._lines = lines

    @classmethod
    @contextmanager
    def open(cls, path: Path | None) -> Iterator[Report]:
        """Create the report. Raises UserError when it cannot be written."""
        if path is None:
            yield cls(None, lines=False)
            return
        lines = path.suffix.lower() in (".json", ".jsonl", ".ndjson")
        try:
            file = path.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise UserError(f"The report {path} cannot be written ({error.strerror}); nothing was imported.") from None
        with file:
            if not lines:
                csv.writer(file).writerow(["file", "line", "reason", "row"])
            yield cls(file, lines)

    def add(self, path: Path, rejected: Rejected) -> None:
        """Write one rejected row."""
        if self._file is None:
            return
        row = json.dumps(rejected.data, ensure_ascii=False, default=str)[:_LONGEST]
        # Halves of broken character pairs cannot be written as UTF-8.
        row = row.encode("utf-8", "replace").decode()
        if self._lines:
            record = {"file": str(path), "line": rejected.line, "reason": rejected.reason, "row": row}
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
        else:
            csv.writer(self._file).writerow([str(path), rejected.line, rejected.reason, row])
