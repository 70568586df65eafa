"""VectorPlace: where an index keeps its vectors, a collection a version: in the version's folder, or on a Chroma server."""

from __future__ import annotations

import secrets
from pathlib import Path

from shop.errors import StoreError

from .vectors import Vectors

_ID = "ID"  # the file by which an index knows its own collections on a server


class VectorPlace:
    """Makes, opens and removes the collections of one index; on a server those of others stand beside them."""

    def __init__(self, root: Path, url: str | None) -> None:
        """`root` is the folder of the index."""
        self._root = root
        self._url = url

    @property
    def shared(self) -> bool:
        """Whether several processes can search there."""
        return self._url is not None

    def create(self, version: str) -> Vectors:
        """An empty collection for that version. Raises IndexBroken; StoreError where nothing can be written."""
        if self._url and self._id() is None:
            self._make_id()
        return Vectors.create(self._root / version / "chroma", self._url, self._name(version))

    def open(self, version: str) -> Vectors:
        """The collection of that version. Raises IndexBroken when it is not there or cannot be read."""
        return Vectors.open(self._root / version / "chroma", self._url, self._name(version))

    def sweep(self, keep: str | None) -> None:
        """Remove from the server the collections of all versions but that one, also of builds that were killed."""
        if self._url and self._id():
            Vectors.sweep(self._url, self._name(""), self._name(keep) if keep else None)

    def _name(self, version: str) -> str:
        return f"aisle-{self._id()}-{version}" if self._url else "products"

    def _id(self) -> str | None:
        # Made by the owner's first build; the processes that follow read it.
        try:
            return (self._root / _ID).read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def _make_id(self) -> None:
        try:
            (self._root / _ID).write_text(secrets.token_hex(4), encoding="ascii")
        except OSError as error:
            raise StoreError(
                f"The search index in {self._root} cannot be written ({error.strerror or error}). Make room."
            ) from None
