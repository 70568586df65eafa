import io
import json
import sys
from types import SimpleNamespace

import pytest

from retrieval.index import Index
from shop.folder import Folder
from shop.store.store import Store
from ui.cli import main

Capture = pytest.CaptureFixture[str]


def chat(monkeypatch: pytest.MonkeyPatch, folder: Folder, said: bytes, *arguments: str) -> int:
    stdin = SimpleNamespace(buffer=io.BytesIO(said), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", stdin)
    with pytest.raises(SystemExit) as ended:
        main(["chat", "--data", str(folder.path), *arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def built(index: Index, folder: Folder, store: Store) -> Folder:
    index.close()
    return folder


def test_one_line_in_is_one_object_out(built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert chat(monkeypatch, built, "boots under $45\n徒步靴\n".encode() + b"\xff\xfe\n", "--json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 3
    names = ["session", "turn", "language", "reply", "products", "need", "intents", "chips", "tools", "ms"]
    assert sorted(lines[0]) == sorted(names)
    assert sorted(lines[0]["products"][0]) == sorted(
        ["id", "title", "price", "currency", "brand", "category", "in_stock", "url", "reason"]
    )
    assert lines[0]["need"]["price_max"] == "45.00"
    assert lines[0]["session"] == lines[2]["session"]


def test_a_session_goes_on_where_it_ended(built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    chat(monkeypatch, built, b"boots\n", "--session", "mine", "--json")
    capsys.readouterr()
    chat(monkeypatch, built, b"under $45\n", "--session", "mine", "--json")
    need = json.loads(capsys.readouterr().out)["need"]
    assert (need["category"], need["price_max"]) == (["Boots"], "45.00")


def test_an_unknown_customer_is_named(built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert chat(monkeypatch, built, b"", "--customer", "C-9") == 1
    assert "There is no customer C-9" in capsys.readouterr().err


def test_a_person_reads_sentences_and_cards(built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert chat(monkeypatch, built, b"canvas boots\n") == 0
    assert "1. Canvas Boots  $40.00" in capsys.readouterr().out


@pytest.mark.parametrize("said", [b"x" * 2_000_000, b"x" * 2001])
def test_a_text_that_is_too_long_gets_one_sentence(
    built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture, said: bytes
) -> None:
    assert chat(monkeypatch, built, said + b"\ncanvas boots\n", "--json") == 0
    refused, answered = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert refused["reply"] == "The text is longer than 2,000 characters; please say it shorter."
    assert sorted(refused) == sorted(answered)
    assert sorted(refused["need"]) == sorted(answered["need"])
    assert answered["products"][0]["id"] == "boot-2"


@pytest.mark.parametrize("said", [b"", b"\x00\x00", "🎁🎁🎁".encode(), bytes(range(1, 10)) + bytes(range(128, 256))])
def test_strange_bytes_get_one_answer(built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture, said: bytes) -> None:
    assert chat(monkeypatch, built, said + b"\n", "--json") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["reply"]
    assert captured.err == ""


@pytest.mark.parametrize("name", ["x" * 65, "two words", "a/b"])
def test_what_cannot_be_the_name_of_a_session_is_refused(
    built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture, name: str
) -> None:
    assert chat(monkeypatch, built, b"boots\n", "--session", name) == 1
    assert "at most 64" in capsys.readouterr().err


def test_a_model_without_an_endpoint_is_refused_with_what_to_set(
    built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert chat(monkeypatch, built, b"boots\n", "--model", "small") == 1
    assert "no endpoint that could serve the model small; set AISLE_LLM__BASE_URL" in capsys.readouterr().err


def test_an_endpoint_that_is_not_there_costs_no_answer(
    built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("AISLE_LLM__BASE_URL", f"http://127.0.0.1:{unused_tcp_port}/v1")
    assert chat(monkeypatch, built, b"canvas boots\n", "--model", "small") == 0
    assert "1. Canvas Boots  $40.00" in capsys.readouterr().out


def test_what_a_product_does_not_state_stands_in_its_reason(
    built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    chat(monkeypatch, built, b"boots for less than $1\n", "--json")
    products = json.loads(capsys.readouterr().out)["products"]
    assert products
    assert all("over your limit of $1" in item["reason"] for item in products if item["price"])


def test_one_can_talk_beside_a_server(built: Folder, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    with built.own():
        assert chat(monkeypatch, built, b"canvas boots\n", "--json") == 0
    assert json.loads(capsys.readouterr().out)["products"][0]["id"] == "boot-2"
