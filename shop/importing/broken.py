"""BrokenFile: a file of which nothing can be stored."""

from __future__ import annotations

from pathlib import Path

from ..errors import UserError


class BrokenFile(UserError):
    """The file as a whole cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} was not imported: {reason}")
