"""Holding: the data folder in the hands of this process, or of another one that may go."""

from __future__ import annotations

from contextlib import ExitStack

from shop.folder import Folder, Owner


class Holding:
    """Takes the folder, and lets go of it. `owner` is this process while it holds it."""

    def __init__(self, folder: Folder, port: int) -> None:
        """`port` is where the command line finds this process."""
        self._folder = folder
        self._port = port
        self._held = ExitStack()
        self.owner: Owner | None = None

    def take(self) -> None:
        """Hold the folder from now on. Raises FolderBusy when another process does."""
        self.owner = self._held.enter_context(self._folder.own(self._port))

    def release(self) -> None:
        """Let go of it, if it is held."""
        self.owner = None
        self._held.close()
