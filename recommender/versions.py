"""Versions: the models in a folder, of which one is in use. A new one is whole before it is pointed at; the old ones stay."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from shop.errors import NotFound, UserError

if TYPE_CHECKING:
    from .counts import Counts
    from .learned import Learned  # torch takes a second to import, and whoever asks for a name needs none

_KEPT = 3


class Versions:
    """Folders by the time they were made, and a file that names the one in use."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pointer = root / "CURRENT"

    def names(self) -> list[str]:
        """All of them, the oldest first."""
        return sorted(path.parent.name for path in self._root.glob("*/model.json") if not path.parent.name.startswith("."))

    def current(self) -> str | None:
        """The one in use; None before the first."""
        try:
            return self._pointer.read_text(encoding="utf-8").strip() or None
        except OSError:
            return None

    def load(self, name: str | None = None) -> Learned | None:
        """The model of that name, or the one in use; None before the first. Raises UserError when it is damaged."""
        name = name or self.current()
        if name is None:
            return None
        from .learned import Learned

        return Learned.load(self._root / name)

    def keep(self, learned: Learned) -> str:
        """Store a model and use it from now on. Returns its name. Raises UserError when there is no room."""
        name = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        self._root.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".new-", dir=self._root))
        try:
            learned.save(made)
            made.replace(self._root / name)
        except OSError as error:
            shutil.rmtree(made, ignore_errors=True)
            raise UserError(
                f"The ranker cannot be stored in {self._root} ({error.strerror}). Make room, then train again."
            ) from error
        self._point(name)
        for old in self.names()[:-_KEPT]:
            if old != name:
                shutil.rmtree(self._root / old, ignore_errors=True)
        return name

    def keep_only(self, learned: Learned) -> str:
        """Store a model, use it, and remove all others. Returns its name. Raises UserError when there is no room."""
        name = self.keep(learned)
        for old in self.names():
            if old != name:
                shutil.rmtree(self._root / old, ignore_errors=True)
        return name

    def counts(self) -> Counts | None:
        """Those that the linear families of the model in use were made from. Raises UserError when they are damaged."""
        from .counts import COUNTS, Counts

        path = self._root / (self.current() or "") / COUNTS
        try:
            return Counts.load(path) if path.exists() else None
        except (OSError, KeyError, ValueError, BadZipFile) as error:
            raise UserError(f"The counts in {path} cannot be read ({error}). Train again with `aisle train`.") from error

    def roll_back(self) -> str:
        """Use the one before. Returns its name. Raises NotFound when there is none."""
        name, names = self.current(), self.names()
        before = names[: names.index(name)] if name in names else names
        if not before:
            raise NotFound("There is no earlier ranker to go back to.")
        self._point(before[-1])
        return before[-1]

    def _point(self, name: str) -> None:
        written = self._root / ".CURRENT"
        written.write_text(name, encoding="utf-8")
        written.replace(self._pointer)
