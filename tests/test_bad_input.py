"""Whatever happens to a shop's process or its disk, a person gets one sentence, and what was stored stays stored."""

import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from retrieval.index import Index
from shop.errors import StoreError
from shop.folder import Folder
from shop.settings import load_settings
from shop.store.store import Store
from ui import api
from ui.api import create_app
from ui.bootstrap import build
from ui.cli import main

ROOT = Path(__file__).parent.parent
Capture = pytest.CaptureFixture[str]

RUN = "from ui.cli import main; main()"
KILLED_WHILE_STORING = """
import os, signal
from shop.store import catalogue
write, calls = catalogue._write, []
def dies(connection, batch):
    write(connection, batch)
    calls.append(batch)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
catalogue._write = dies
"""
KILLED_WHILE_INDEXING = """
import os, signal
from retrieval.vectors import Vectors
upsert = Vectors.upsert
def dies(self, ids, vectors):
    upsert(self, ids, vectors)
    os.kill(os.getpid(), signal.SIGKILL)
Vectors.upsert = dies
"""
FULL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes}))\n"  # no file grows beyond that


@pytest.fixture
def data(index: Index, folder: Folder, store: Store) -> Path:
    """A shop of seven products with its index, which nobody has open."""
    index.close()
    store.close()
    return folder.path


def aisle(before: str, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", before + RUN, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*map(str, arguments)])
    return int(ended.value.code or 0)


def products(data: Path) -> int:
    store = Store.open(Folder.open(data))
    try:
        return store.catalogue.count().products
    finally:
        store.close()


def found(data: Path, words: str, capsys: Capture) -> list[str]:
    capsys.readouterr()
    assert run("search", words, "--json", "--data", data) == 0
    return [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def cups(tmp_path: Path) -> Path:
    path = tmp_path / "cups.csv"
    path.write_text("id,title\n" + "".join(f"cup-{number},Cup {number}\n" for number in range(2500)), encoding="utf-8")
    return path


# Killed


def test_an_import_killed_in_the_middle_of_storing_loses_nothing(data: Path, cups: Path, capsys: Capture) -> None:
    assert aisle(KILLED_WHILE_STORING, "import", cups, "--data", data).returncode == -9
    assert products(data) == 1007
    assert found(data, "jasmine tea", capsys)[0] == "tea-1"

    assert run("import", cups, "--data", data) == 0
    assert products(data) == 2507
    assert "cup-2400" in found(data, "cup 2400", capsys)


def test_an_index_killed_in_the_middle_of_building_leaves_the_one_before(data: Path, capsys: Capture) -> None:
    assert aisle(KILLED_WHILE_INDEXING, "index", "--data", data).returncode == -9
    assert found(data, "jasmine tea", capsys)[0] == "tea-1"
    assert run("index", "--data", data) == 0
    assert len(list((data / "index").glob("v-*"))) == 1


# Full


def test_an_import_onto_a_full_disk_is_a_sentence_and_keeps_what_was_there(data: Path, cups: Path, capsys: Capture) -> None:
    room = (data / "shop.db").stat().st_size + 64_000
    done = aisle(FULL.format(bytes=room), "import", cups, "--data", data)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith("aisle: The database could not do that: ")
    assert products(data) < 2507
    assert found(data, "jasmine tea", capsys)[0] == "tea-1"

    assert run("import", cups, "--data", data) == 0
    assert products(data) == 2507


def test_an_index_onto_a_full_disk_is_a_sentence_and_keeps_the_one_before(data: Path, capsys: Capture) -> None:
    done = aisle(FULL.format(bytes=100_000), "index", "--data", data)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "Make room, then build" in done.stderr
    assert found(data, "jasmine tea", capsys)[0] == "tea-1"
    assert len(list((data / "index").glob("v-*"))) == 1


@pytest.fixture
def server(data: Path) -> Iterator[tuple[httpx.Client, "subprocess.Popen[str]"]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", RUN, "serve", "--data", str(data), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
        while process.poll() is None and not alive(client):
            time.sleep(0.1)
        yield client, process
    process.terminate()
    process.wait()
    process.stderr.close()


def alive(client: httpx.Client) -> bool:
    try:
        return client.get("/livez").status_code == 200
    except httpx.TransportError:
        return False


def say(client: httpx.Client, token: str, turn: str, text: str) -> list[tuple[str, dict[str, Any]]]:
    answer = client.post("/v1/chat", json={"turn_id": turn, "text": text}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in answer.text.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux can take a running process its space")
def test_a_server_whose_disk_is_full_says_so_in_a_sentence_and_lives_on(
    server: tuple[httpx.Client, "subprocess.Popen[str]"],
) -> None:
    client, process = server
    token = client.post("/v1/sessions", json={"language": "en"}).json()["token"]
    assert say(client, token, "t1", "boots")[-1][1]["products"]

    _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    told = say(client, token, "t2", "canvas boots")
    refused = client.post("/v1/sessions", json={"language": "en"})
    assert client.get("/v1/search", params={"q": "tea"}).json()["products"][0]["id"] == "tea-1"
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))

    assert [kind for kind, _ in told if kind in ("error", "done")] == ["error", "done"]
    assert told[-1][1]["reply"].endswith("Something went wrong on our side; please try again.")
    assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
    assert refused.json()["detail"].startswith("The database could not do that: ")

    assert say(client, token, "t3", "canvas boots")[-1][1]["products"]
    turns = client.get("/v1/turns", headers={"Authorization": f"Bearer {token}"}).json()
    assert [turn["turn"] for turn in turns] == ["t1", "t3"]
    process.terminate()
    assert "Traceback" not in process.communicate()[1]


# Not to be written to, and taken


@pytest.mark.parametrize(
    "command",
    ["search x", "chat", "index", "recommend --items a", "serve --port 0", "demo", "import cups.csv", "key list", "doctor"],
)
def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, capsys: Capture, command: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    data = tmp_path / "file" / "shop"
    assert run(*command.split(), "--data", data) == 1
    told = capsys.readouterr()
    sentence = next(line for line in (told.out + told.err).splitlines() if str(data) in line and "Opening" not in line)
    assert "cannot be written to (Not a directory)" in sentence or "There is no shop in" in sentence


@pytest.mark.parametrize("command", ["serve --port 0", "index"])
def test_a_second_owner_is_told_who_the_first_one_is(data: Path, folder: Folder, capsys: Capture, command: str) -> None:
    with folder.own(port=4711) as owner:
        assert run(*command.split(), "--data", data) == 1
    error = capsys.readouterr().err
    assert f"is in use by process {owner.pid} (http://127.0.0.1:4711)" in error
    assert len(error.splitlines()) == 1


def test_a_taken_port_is_told_apart_from_a_shop_that_is_open(data: Path, folder: Folder, capsys: Capture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run("serve", "--port", str(port), "--data", data) == 1
        assert "choose another port with --port" in capsys.readouterr().err
        with folder.own(port=port):
            assert run("serve", "--port", str(port), "--data", data) == 1
        assert "is in use by process" in capsys.readouterr().err


def test_an_address_that_is_none_is_a_sentence(data: Path, capsys: Capture) -> None:
    assert run("serve", "--host", "127.0.0.1.1", "--data", data) == 1
    error = capsys.readouterr().err
    assert "Nothing can listen on 127.0.0.1.1:7860 (" in error
    assert "Unknown error" not in error


def test_a_search_that_could_not_follow_tries_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = build(load_settings(data=data))
    calls: list[None] = []

    def follow() -> int:
        calls.append(None)
        if len(calls) == 1:
            raise StoreError("The database could not do that: database or disk is full.")
        return 0

    monkeypatch.setattr(app.index, "follow", follow)
    for name in ("_FOLLOW", "_PAUSE"):
        monkeypatch.setattr(api, name, 0.01)
    with TestClient(create_app(app)):
        while len(calls) < 3:
            time.sleep(0.01)
    app.close()
