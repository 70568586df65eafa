from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shop.errors import FolderBusy, StoreError
from shop.folder import Folder


def test_opening_a_folder_creates_its_parts(tmp_path: Path) -> None:
    folder = Folder.open(tmp_path / "new" / "shop")
    assert folder.index.is_dir()
    assert folder.media.is_dir()


def test_a_path_that_is_a_file_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "shop").write_text("not a folder")
    with pytest.raises(StoreError, match=r"cannot be written to .* --data"):
        Folder.open(tmp_path / "shop")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir(mode=0o500)
    with pytest.raises(StoreError, match="cannot be written to"):
        Folder.open(tmp_path / "shop")


def test_nobody_owns_a_fresh_folder(folder: Folder) -> None:
    assert folder.owner() is None


def test_the_owner_is_named_to_whoever_comes_second(folder: Folder) -> None:
    with folder.own(port=7860) as owner, pytest.raises(FolderBusy, match=rf"process {owner.pid} \(http://127.0.0.1:7860\)"):
        folder.own(port=7861).__enter__()


def test_another_process_sees_the_owner_and_is_refused(folder: Folder) -> None:
    script = f"""
from pathlib import Path
from shop.errors import FolderBusy
from shop.folder import Folder
folder = Folder.open(Path({str(folder.path)!r}))
print(folder.owner().port)
try:
    folder.own().__enter__()
except FolderBusy as error:
    print(error)
"""
    with folder.own(port=4711):
        said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.startswith("4711\n")
    assert "is in use by process" in said


def test_only_the_user_may_read_the_owner_token(folder: Folder) -> None:
    with folder.own():
        mode = (folder.path / "owner.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_the_folder_is_free_again_afterwards(folder: Folder) -> None:
    with folder.own():
        pass
    assert folder.owner() is None
    with folder.own():
        pass
