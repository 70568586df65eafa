import json
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.types import ASGIApp

from retrieval.index import Index
from shop.errors import StoreError
from shop.folder import Folder
from ui.api import create_app
from ui.bootstrap import App
from ui.cli import main

Serve = Callable[[ASGIApp], str]


def run(folder: Folder, *more: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["index", "--data", str(folder.path), *more])
    return int(ended.value.code or 0)


@pytest.fixture
def address(app: App, served: Serve) -> str:
    # The card in the folder names the port at which the test serves.
    found = served(create_app(app))
    assert app.owner is not None
    app.folder._write_card(app.owner.model_copy(update={"port": urlsplit(found).port}))
    return found


def test_an_index_is_built_where_nobody_owns_the_folder(
    index: Index, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    index.close()
    assert run(folder, "--json") == 0
    assert json.loads(capsys.readouterr().out)["indexed"] == 7


def test_beside_a_server_the_server_builds_it(
    app: App, address: str, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = app.index._name
    assert run(folder, "--json") == 0
    assert json.loads(capsys.readouterr().out)["indexed"] == 7
    assert app.index._name != before


def test_what_went_wrong_in_the_server_is_said_in_its_words(
    app: App, address: str, folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(self: Index, progress: object = None) -> None:
        raise StoreError("There is no room for the index. Make some.")

    monkeypatch.setattr(Index, "build", full)
    assert run(folder) == 1
    assert capsys.readouterr().err == "aisle: There is no room for the index. Make some.\n"


def test_a_server_that_does_not_answer_is_named(app: App, folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.owner is not None
    app.folder._write_card(app.owner.model_copy(update={"port": 9}))
    assert run(folder) == 1
    assert "http://127.0.0.1:9" in capsys.readouterr().err


def test_beside_a_command_that_owns_the_folder_it_is_refused(
    index: Index, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    with folder.own():
        assert run(folder) == 1
    assert "is in use by process" in capsys.readouterr().err


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer é"}])
def test_nobody_without_the_token_can_have_it_built(app: App, address: str, headers: dict[str, str]) -> None:
    before = app.index._name
    raw = {name: value.encode() for name, value in headers.items()}
    answer = httpx.post(f"{address}/owner/index", headers=raw, trust_env=False)
    assert (answer.status_code, app.index._name) == (403, before)
