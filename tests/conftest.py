"""What several test files share: a folder, a store, and where real data may lie."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop.folder import Folder
from shop.store.store import Store

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.open(tmp_path / "data")


@pytest.fixture
def store(folder: Folder) -> Iterator[Store]:
    opened = Store.open(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real catalogues; a test that needs it is skipped where it is missing."""
    path = Path(os.environ.get("AISLE_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"no real catalogues at {path}; name their folder in AISLE_SHARED_DATA")
    return path
