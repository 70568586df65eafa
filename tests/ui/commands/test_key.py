import json
from pathlib import Path

import pytest

from shop.folder import Folder
from shop.store.store import Store
from ui.cli import main

Capture = pytest.CaptureFixture[str]


def run(folder: Folder, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["key", arguments[0], "--data", str(folder.path), *arguments[1:]])
    return int(ended.value.code or 0)


def test_a_key_is_made_listed_and_revoked(folder: Folder, store: Store, capsys: Capture) -> None:
    assert run(folder, "create", "--origin", "https://Shop.example:443/", "--origin", "http://localhost:8000", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["origins"] == ["https://shop.example", "http://localhost:8000"]
    assert made["tag"] == f'<script src="http://127.0.0.1:7860/widget.js" data-key="{made["id"]}" async></script>'

    assert run(folder, "list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {name: made[name] for name in ("id", "name", "origins", "created")}

    assert run(folder, "revoke", made["id"]) == 0
    assert run(folder, "revoke", made["id"]) == 1
    assert "`aisle key list`" in capsys.readouterr().err
    assert run(folder, "list") == 0
    assert "There is no key yet" in capsys.readouterr().out


def test_the_tag_names_the_server_that_browsers_reach(folder: Folder, store: Store, capsys: Capture) -> None:
    assert run(folder, "create", "--origin", "https://shop.example", "--server", "https://chat.shop.example/") == 0
    assert '<script src="https://chat.shop.example/widget.js" data-key="pk_' in capsys.readouterr().out


def test_a_wrong_origin_makes_no_key(folder: Folder, store: Store, capsys: Capture) -> None:
    assert run(folder, "create", "--origin", "https://*.example") == 1
    assert "wildcards are not allowed" in capsys.readouterr().err
    run(folder, "list", "--json")
    assert capsys.readouterr().out == ""


def test_a_key_begins_no_shop(tmp_path: Path, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["key", "create", "--data", str(tmp_path / "none"), "--origin", "https://shop.example"])
    assert ended.value.code == 1
    assert "There is no shop in" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
