"""Folder: the data folder of one shop, and which process owns it."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel

from .errors import FolderBusy, StoreError


class Owner(BaseModel):
    """The one process that may write the index: where it listens on loopback, and the token it knows its own by."""

    pid: int
    port: int
    token: str


class Folder:
    """The paths in a data folder, and its lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.index = path / "index"
        self.media = path / "media"
        self.models = path / "models"
        self.database_url = f"sqlite:///{path / 'shop.db'}"
        self._lock_path = path / "owner.lock"
        self._card_path = path / "owner.json"

    @classmethod
    def open(cls, path: Path) -> Folder:
        """Create the folder where it is missing. Raises StoreError when it cannot be written to."""
        folder = cls(path.absolute())
        try:
            for part in (folder.path, folder.index, folder.media, folder.models):
                part.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder.path):
                pass
        except OSError as error:
            raise StoreError(
                f"The data folder {path} cannot be written to ({error.strerror}). "
                "Change its permissions, or name another with --data."
            ) from None
        return folder

    def owner(self) -> Owner | None:
        """The live process that owns this folder, or None."""
        lock = FileLock(self._lock_path)
        try:
            with lock.acquire(timeout=0):
                return None
        except Timeout:
            return self._read_card()

    @contextmanager
    def own(self, port: int = 0) -> Iterator[Owner]:
        """Hold the folder. Raises FolderBusy that names the process which already does."""
        # Another thread may let go of it than the one that took it.
        lock = FileLock(self._lock_path, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise FolderBusy(self._busy_sentence()) from None
        try:
            owner = Owner(pid=os.getpid(), port=port, token=secrets.token_urlsafe(24))
            self._write_card(owner)
            yield owner
        finally:
            self._card_path.unlink(missing_ok=True)
            lock.release()

    def _busy_sentence(self) -> str:
        owner = self._read_card()
        who = (
            f"process {owner.pid}" + (f" (http://127.0.0.1:{owner.port})" if owner.port else "") if owner else "another process"
        )
        return f"The data folder {self.path} is in use by {who}. Stop that process, or name another folder with --data."

    def _read_card(self) -> Owner | None:
        try:
            return Owner.model_validate_json(self._card_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def _write_card(self, owner: Owner) -> None:
        # Only the user who runs the shop may read the token.
        handle = os.open(self._card_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as card:
            json.dump(owner.model_dump(), card)
