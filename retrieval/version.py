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

from shop.errors import IndexBroken

from .lexical import Lexical, Statistics
from .static_embedder import StaticEmbedder
from .vocabulary import Vocabulary

_CURRENT = "CURRENT"
_PRINTS = "fingerprints.npy"
_FORMAT = 3  # raise it when an older index can no longer be read


@dataclass(frozen=True)
class Version:
    """What was built, as far as it lies in files; the vectors are Chroma's, the columns come from the database."""

    name: str
    seq: int  # of the newest change that is in it
    ids: Sequence[str]
    statistics: Statistics
    lexical: Lexical
    embedder: StaticEmbedder
    vocabulary: Vocabulary
    prints: NDArray[np.uint64]  # [ids] fingerprints; 0 where an older Aisle did not keep them

    def save(self, root: Path) -> None:
        """Write the files into the version's folder under `root`."""
        folder = root / self.name
        folder.mkdir(parents=True, exist_ok=True)
        self.lexical.save(folder / "lexical.npz")
        self.embedder.save(folder / "embedder.npz")
        self.vocabulary.save(folder / "vocabulary.json")
        np.save(folder / _PRINTS, self.prints)
        statistics = {
            "rows": self.statistics.rows,
            "frequency": dict(self.statistics.frequency),
            "length": dict(self.statistics.length),
        }
        about = {"format": _FORMAT, "seq": self.seq, "ids": list(self.ids), "statistics": statistics}
        (folder / "version.json").write_bytes(orjson.dumps(about))

    @classmethod
    def load(cls, root: Path, name: str) -> Version:
        """Read what `save` wrote. Raises IndexBroken when anything is missing or damaged."""
        folder = root / name
        try:
            about: dict[str, Any] = orjson.loads((folder / "version.json").read_bytes())
            if about["format"] != _FORMAT:
                raise ValueError(f"its format is {about['format']}, this Aisle reads {_FORMAT}")
            found = cls(
                name=name,
                seq=about["seq"],
                ids=about["ids"],
                statistics=Statistics(**about["statistics"]),
                lexical=Lexical.load(folder / "lexical.npz"),
                embedder=StaticEmbedder.load(folder / "embedder.npz"),
                vocabulary=Vocabulary.load(folder / "vocabulary.json"),
                prints=_prints(folder / _PRINTS, len(about["ids"])),
            )
            if found.lexical.rows != len(found.ids):
                raise ValueError(f"{len(found.ids)} products but {found.lexical.rows} rows of words")
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
