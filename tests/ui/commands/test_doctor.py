import errno
import json
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from retrieval.index import Index
from shop.folder import Folder
from shop.settings import load_settings
from shop.store.store import Store
from ui.api import create_app
from ui.bootstrap import build
from ui.cli import main

Capture = pytest.CaptureFixture[str]
COUNTED = ["products", "variants", "indexed", "events", "shoppers", "embedder", "ranker", "llm", "routes", "problems"]


@pytest.fixture
def data(index: Index, folder: Folder) -> Path:
    index.close()
    return folder.path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def doctor(data: Path, capsys: Capture) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run("doctor", "--json", "--data", str(data))
    return code, json.loads(capsys.readouterr().out)


def test_a_healthy_shop_is_counted(data: Path, capsys: Capture) -> None:
    code, found = doctor(data, capsys)
    assert (code, list(found), found["problems"]) == (0, COUNTED, [])
    assert (found["products"], found["variants"], found["indexed"]) == (7, 8, 7)
    assert found["embedder"].startswith("static-")


def test_a_person_reads_which_way_the_searches_went(data: Path, capsys: Capture) -> None:
    for words in ("boots", "tea", "submarine"):
        run("search", words, "--data", str(data))
    capsys.readouterr()
    assert run("doctor", "--data", str(data)) == 0
    out = capsys.readouterr().out
    assert "searches        3: 67% exact, 33% lexical" in out
    assert "Everything is as it should be." in out


def test_a_folder_without_a_shop_is_named_and_not_created(tmp_path: Path, capsys: Capture) -> None:
    code, found = doctor(tmp_path / "none", capsys)
    assert (code, found["products"]) == (1, 0)
    assert "There is no shop in" in found["problems"][0]
    assert not (tmp_path / "none").exists()


def test_a_shop_without_goods_says_how_to_get_some(folder: Folder, store: Store, capsys: Capture) -> None:
    code, found = doctor(folder.path, capsys)
    assert code == 1
    assert "The shop has no products yet." in found["problems"][0]


def test_an_index_that_was_never_built_is_missed(data: Path, capsys: Capture) -> None:
    shutil.rmtree(data / "index")
    code, found = doctor(data, capsys)
    assert (code, found["indexed"]) == (1, 0)
    assert "7 of 7 products cannot be found. Build the search index again" in found["problems"][0]


@pytest.mark.parametrize("lost", ["v-*/chroma", "v-*/version.json"])
def test_a_damaged_index_is_named_with_the_cure(data: Path, capsys: Capture, lost: str) -> None:
    for path in (data / "index").glob(lost):
        shutil.rmtree(path) if path.is_dir() else path.write_bytes(b"{")
    code, found = doctor(data, capsys)
    assert (code, found["indexed"], len(found["problems"])) == (1, 7, 1)
    assert "`aisle index`" in found["problems"][0]
    run("index", "--data", str(data))
    assert doctor(data, capsys)[0] == 0


def test_a_damaged_database_is_a_sentence(data: Path, store: Store, capsys: Capture) -> None:
    store.close()
    (data / "shop.db").write_bytes(b"no database" * 1000)
    code, found = doctor(data, capsys)
    assert code == 1
    assert "shop.db cannot be opened" in found["problems"][0]


def test_a_folder_that_cannot_be_written_to_is_a_sentence(data: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    code, found = doctor(data, capsys)
    assert code == 1
    assert "cannot be written to (Permission denied)" in found["problems"][0]


def test_it_works_beside_a_command_that_holds_the_folder(data: Path, folder: Folder, capsys: Capture) -> None:
    with folder.own():
        code, found = doctor(data, capsys)
    assert (code, found["indexed"]) == (0, 7)


def test_a_server_that_does_not_answer_is_named(data: Path, folder: Folder, capsys: Capture) -> None:
    with folder.own(port=free_port()) as owner:
        code, found = doctor(data, capsys)
    assert (code, found["indexed"]) == (1, 7)
    assert found["problems"][0].startswith(f"The process {owner.pid} that owns the folder does not answer")


def test_a_running_server_is_asked(data: Path, capsys: Capture) -> None:
    app = build(load_settings(data=data, port=free_port()))
    server = uvicorn.Server(uvicorn.Config(create_app(app), port=app.settings.port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        app.index.searcher.routes["chroma"] += 3
        code, found = doctor(data, capsys)
    finally:
        server.should_exit = True
        thread.join()
        app.close()
    assert (code, found["indexed"], found["routes"]) == (0, 7, {"chroma": 3})


def test_a_plug_in_that_cannot_be_loaded_is_named(
    data: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.py").write_text("import nothing_of_that_name", encoding="utf-8")
    monkeypatch.setenv("AISLE_TOOLS_PATH", str(tmp_path))
    code, found = doctor(data, capsys)
    assert code == 1
    assert "broken.py cannot be loaded" in found["problems"][0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def endpoint(status: int, body: bytes) -> Iterator[str]:
    """An OpenAI-compatible address that answers everything in one way."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://user:secret@127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


LISTED = b'{"data": [{"id": "small"}, {"id": "large"}]}'


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (200, LISTED, None),
        (404, b"", None),
        (200, b'{"data": [{"id": "large"}]}', "has no model 'small'; it has large."),
        (401, b"", "refuses the key. Check AISLE_LLM__API_KEY."),
        (503, b"", "answers with an error (HTTP 503)."),
    ],
)
def test_the_language_model_is_tried(
    data: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, problem: str | None
) -> None:
    monkeypatch.setenv("AISLE_LLM__MODEL", "small")
    with endpoint(status, body) as url:
        monkeypatch.setenv("AISLE_LLM__BASE_URL", url)
        code, found = doctor(data, capsys)
    assert (code, found["llm"], len(found["problems"])) == (int(problem is not None), "small", int(problem is not None))
    assert problem is None or problem in found["problems"][0]
    assert "secret" not in str(found)


def test_a_language_model_that_does_not_answer_is_named(data: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"http://127.0.0.1:{free_port()}/v1"
    monkeypatch.setenv("AISLE_LLM__BASE_URL", url)
    code, found = doctor(data, capsys)
    assert code == 1
    assert found["problems"][0].startswith(f"The language model at {url} does not answer (")


@pytest.mark.parametrize("url", ["notaurl", "ftp://models.example/v1"])
def test_an_address_that_is_none_is_named_as_it_was_written(
    data: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("AISLE_LLM__BASE_URL", url)
    assert doctor(data, capsys)[1]["problems"][0].startswith(f"The language model at {url} does not answer (")


def test_a_model_without_an_address_is_a_mistake(data: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_LLM__MODEL", "small")
    assert "AISLE_LLM__BASE_URL is not" in doctor(data, capsys)[1]["problems"][0]


def test_a_damaged_ranker_is_named_and_the_built_in_one_is_on(data: Path, capsys: Capture) -> None:
    broken = data / "models" / "ranker" / "20260101-000000-000000"
    broken.mkdir(parents=True)
    (broken / "model.json").write_text("{", encoding="utf-8")
    (broken.parent / "CURRENT").write_text(broken.name, encoding="utf-8")
    code, found = doctor(data, capsys)
    assert (code, found["ranker"]) == (1, "blend")
    assert "Train it again with `aisle train`" in found["problems"][0]
