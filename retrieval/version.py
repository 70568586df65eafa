"""Version: one built index in a folder of its own. A newer one stands in another folder, and CURRENT is renamed over."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import orjson
from numpy.typing import NDArray

from shop.embedder import Embedder
from shop.errors import IndexBroken

from .columns import Columns
from .embedders.choice import Embedders
from .embedders.static import StaticEmbedder
from .lexical import Lexical, Statistics
from .vocabulary import Vocabulary

_CURRENT = "CURRENT"
_COLUMNS = "columns.npz"
_EMBEDDER = "embedder.npz"
_MATRIX = "vectors.npy"
_PRINTS = "fingerprints.npy"
_FORMAT = 5  # raise it when an older index can no longer be read


@dataclass(frozen=True)
class Version:
    """What was built, as far as it lies in files. Chroma finds the nearest vectors."""

    name: str
    seq: int  # of the newest change that is in it
    newest: str | None  # the product of that change, by which the database is known; None before the first
    ids: Sequence[str]
    statistics: Statistics
    lexical: Lexical
    kind: str  # of the embedder, as it was set
    embedder: Embedder
    matrix: NDArray[np.float32]  # [ids, dimensions]
    vocabulary: Vocabulary
    columns: Columns
    prints: NDArray[np.uint64]  # [ids] fingerprints; 0 where they could not be read, or are not those of the columns
    note: str | None = None  # what a person should know of the embedder

    def save(self, root: Path) -> None:
        """Write the files into the version's folder under `root`."""
        folder = root / self.name
        folder.mkdir(parents=True, exist_ok=True)
        self.lexical.save(folder / "lexical.npz")
        if isinstance(self.embedder, StaticEmbedder):  # the others are not fitted to the shop
            self.embedder.save(folder / _EMBEDDER)
        np.save(folder / _MATRIX, self.matrix)
        self.vocabulary.save(folder / "vocabulary.json")
        self.columns.save(folder / _COLUMNS)
        np.save(folder / _PRINTS, self.prints)
        statistics = {
            "rows": self.statistics.rows,
            "frequency": dict(self.statistics.frequency),
            "length": dict(self.statistics.length),
        }
        about = {
            "format": _FORMAT,
            "seq": self.seq,
            "newest": self.newest,
            "ids": list(self.ids),
            "statistics": statistics,
            "embedder": {"kind": self.kind, "name": self.embedder.name},
        }
        (folder / "version.json").write_bytes(orjson.dumps(about))

    @classmethod
    def load(cls, root: Path, name: str, embedders: Embedders) -> Version:
        """Read what `save` wrote. Raises IndexBroken when anything is missing or damaged.

        A model that built it and is not there any more is no damage: the `note` says so.
        """
        folder = root / name
        try:
            about: dict[str, Any] = orjson.loads((folder / "version.json").read_bytes())
            if about["format"] != _FORMAT:
                raise ValueError(f"its format is {about['format']}, this Aisle reads {_FORMAT}")
            matrix = np.load(folder / _MATRIX, allow_pickle=False)
            if matrix.ndim != 2 or len(matrix) != len(about["ids"]):
                raise ValueError(f"{len(about['ids'])} products but vectors of shape {matrix.shape}")
            kind = about["embedder"]["kind"]
            embedder, note = embedders.again(kind, about["embedder"]["name"], matrix.shape[1], folder / _EMBEDDER)
            found = cls(
                name=name,
                seq=about["seq"],
                newest=about["newest"],
                ids=about["ids"],
                statistics=Statistics(**about["statistics"]),
                lexical=Lexical.load(folder / "lexical.npz"),
                kind=kind,
                embedder=embedder,
                matrix=matrix,
                vocabulary=Vocabulary.load(folder / "vocabulary.json"),
                columns=Columns.load(folder / _COLUMNS),
                prints=_prints(folder / _PRINTS, len(about["ids"])),
                note=note,
            )
            if found.lexical.rows != len(found.ids):
                raise ValueError(f"{len(found.ids)} products but {found.lexical.rows} rows of words")
            if found.columns.products != len(found.ids):
                raise ValueError(f"{len(found.ids)} products but columns of {found.columns.products}")
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile) as error:
            raise IndexBroken(f"The index in {folder} cannot be read ({error}). Build it again with `aisle index`.") from error
        return found


def _prints(path: Path, count: int) -> NDArray[np.uint64]:
    # Without them every product that was changed since is read again, which is slower and no less right.
    try:
        found = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        found = None
    return found if found is not None and found.shape == (count,) else np.zeros(count, np.uint64)


def new_name() -> str:
    """A name that no version had before."""
    return f"v-{secrets.token_hex(4)}"


def current(root: Path) -> str | None:
    """The name of the version in use, or None before the first."""
    try:
        name = (root / _CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if name.startswith("v-") and name[2:].isalnum() else None


def make_current(root: Path, name: str) -> None:
    """Point at that version from now on; a reader sees the old one or the new one, never neither."""
    draft = root / f"{_CURRENT}.{name}"
    with draft.open("w", encoding="ascii") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(root / _CURRENT)


def sweep(root: Path) -> None:
    """Remove every version but the one in use, also what a build that was killed left behind."""
    keep = current(root)
    for path in root.glob("v-*"):
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)
    for path in root.glob(f"{_CURRENT}.*"):
        path.unlink(missing_ok=True)
