import json
from pathlib import Path

import pytest

from ui.cli import main
from ui.commands import demo


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were to be indexed; nothing is indexed here, and no ranker is trained."""
    folders: list[Path] = []
    monkeypatch.setattr(demo, "_ready", lambda folder, store, data, seed, notice: folders.append(folder.path))
    return folders


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["demo", *arguments])
    return int(ended.value.code or 0)


def test_it_builds_a_shop_and_says_how_to_open_it(
    tmp_path: Path, indexed: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "demo"
    assert run("--data", str(data)) == 0
    out = capsys.readouterr().out
    assert out.startswith("Marlow & Finch is ready: 1,386 products, ")
    assert f"Open it with: aisle serve --data {data}" in out
    assert indexed == [data]

    assert run("--data", str(data), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["shop"] == "Marlow & Finch"
    assert found["customers"] == 300
    assert found["events"] >= 40_000

    assert run("--data", str(data), "--seed", "8") == 1
    assert "demo shop of seed 7" in capsys.readouterr().err


def test_a_seed_is_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--seed", "x") == 2
    assert "--seed" in capsys.readouterr().err
