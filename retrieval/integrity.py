"""Integrity: whether the files of the index in use are still as they were when it was opened. Looked at while the shop runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from . import version as versions

_EVERY = 2.0  # seconds between two looks
# Chroma's database comes and goes with these beside it.
_PASSING = ("-wal", "-shm", "-journal")


class Integrity:
    """The files of one version with their sizes. A file that is gone or shorter, or a lost CURRENT, is damage."""

    def __init__(self, root: Path, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._root = root
        self._name = name
        self._clock = clock
        self._next = clock() + _EVERY
        self._sizes = {path: path.stat().st_size for path in (root / name).rglob("*") if path.is_file() and not _passes(path)}

    def damage(self) -> str | None:
        """What is wrong now, in a sentence; None when nothing is, or when the last look was a moment ago."""
        if self._clock() < self._next:
            return None
        self._next = self._clock() + _EVERY
        found = next((problem for path, size in self._sizes.items() if (problem := _problem(path, size))), None)
        if found is None and versions.current(self._root) is None:
            found = f"{self._root / 'CURRENT'} is gone"
        return f"The search index was damaged while the shop was open ({found})." if found else None


def _problem(path: Path, size: int) -> str | None:
    try:
        now = path.stat().st_size
    except OSError:
        return f"{path} is gone"
    return f"{path} is shorter than it was" if now < size else None


def _passes(path: Path) -> bool:
    return path.name.endswith(_PASSING)
