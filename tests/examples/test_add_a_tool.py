"""The plug-in is installed as a stranger's would be, and a conversation in a process of its own uses it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from retrieval.index import Index
from shop.folder import Folder

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "add_a_tool"
AISLE = (sys.executable, "-c", "from ui.cli import main; main()")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed plug-in, to be put on the path."""
    target = tmp_path_factory.mktemp("plugin")
    offline = ("--no-index", "--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "install", *offline, "--target", target, EXAMPLE, path=())
    return target


def run(*command: str | Path, path: tuple[Path, ...], said: str = "", cwd: Path | None = None) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))}
    done = subprocess.run(
        [*map(str, command)], env=environment, cwd=cwd, input=said, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def chat(installed: Path, folder: Folder, *said: str) -> list[dict[str, Any]]:
    out = run(*AISLE, "chat", "--json", "--data", folder.path, path=(installed, ROOT), said="\n".join(said) + "\n")
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def built(index: Index, folder: Folder) -> Folder:
    index.close()
    return folder


def test_an_installed_tool_is_listed_with_where_it_comes_from(installed: Path) -> None:
    out = run(*AISLE, "tools", "--json", path=(installed, ROOT))
    listed = {found["name"]: found for found in map(json.loads, out.splitlines())}
    assert (listed["gift_wrap"]["access"], listed["gift_wrap"]["origin"]) == ("read", "gift_wrap")
    assert listed["search_products"]["origin"] == "built in"


def test_a_conversation_uses_it(installed: Path, built: Folder) -> None:
    first, second = chat(installed, built, "canvas boots", "can you gift wrap the first one?")
    assert first["products"][0]["id"] == "boot-2"
    assert [(tool["name"], tool["arguments"]) for tool in second["tools"]][1] == ("gift_wrap", {"product_id": "boot-2"})
    assert second["reply"] == "We wrap “Canvas Boots” as a gift, with a card."


def test_without_the_plug_in_nobody_promises_wrapping(built: Folder) -> None:
    last = chat(ROOT, built, "canvas boots", "can you gift wrap the first one?")[-1]
    assert "gift_wrap" not in [tool["name"] for tool in last["tools"]]
    assert "wrap" not in last["reply"]


def test_the_plug_in_passes_its_own_tests(installed: Path, tmp_path: Path) -> None:
    arguments = ("-v", "-p", "no:cacheprovider", EXAMPLE / "test_gift_wrap.py")
    assert "3 passed" in run(sys.executable, "-m", "pytest", *arguments, path=(installed, ROOT), cwd=tmp_path)


def test_twenty_lines_are_enough() -> None:
    assert len((EXAMPLE / "gift_wrap.py").read_text(encoding="utf-8").splitlines()) <= 20
