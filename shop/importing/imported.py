"""Imported: what became of a file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from .kind import Kind


class Bad(BaseModel):
    """A row that was not stored."""

    model_config = ConfigDict(frozen=True)

    line: int
    reason: str


class Imported(BaseModel):
    """Counts of one file: rows read, records stored (a product may take several rows), rows skipped.

    `removed` products were in no file; `kept` were neither, but are more than half of the shop and stayed.
    `mapping` is ours -> theirs; `bad` holds the first skipped rows; `notes` are whole sentences for people.
    `section` names the list inside a JSON file that holds several.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    section: str = ""
    kind: Kind
    format: str
    mapping: dict[str, str] = {}
    ignored: tuple[str, ...] = ()
    read: int = 0
    stored: int = 0
    skipped: int = 0
    currency: str | None = None
    language: str = "en"
    removed: int = 0
    kept: int = 0
    notes: tuple[str, ...] = ()
    bad: tuple[Bad, ...] = ()
