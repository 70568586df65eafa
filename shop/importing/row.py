"""Row: one record of a file on its way in."""

from __future__ import annotations

from typing import Any, NamedTuple

Data = dict[str, Any]


class Row(NamedTuple):
    """What a reader found at a line. `section` names the list it stood in, where a file holds several.

    `line` is the line where the record begins; in Parquet, XML and JSON-LD it is the number of the record.
    `problem` says why a record could not be read at all; `data` is then whatever helps to find it.
    """

    line: int
    data: Data
    section: str = ""
    problem: str | None = None


class Rejected(NamedTuple):
    """A row that was not stored, and why."""

    line: int
    reason: str
    data: Data


class BadRow(ValueError):
    """This row cannot be stored; the message is the reason that the report gives."""
