import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from ui.api import create_app
from ui.bootstrap import App
from ui.routes import chat

Serve = Callable[[ASGIApp], str]


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app))


def begin(app: App) -> tuple[str, dict[str, str]]:
    session, token = app.store.sessions.create()
    return session.id, {"Authorization": f"Bearer {token}"}


async def until(condition: Callable[[], Any]) -> Any:
    for _ in range(500):
        if found := condition():
            return found
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


def kinds(text: str) -> list[str]:
    return [line.removeprefix("event: ") for line in text.splitlines() if line.startswith("event: ")]


async def test_a_turn_outlives_its_connection(app: App, served: Serve, searching: threading.Event) -> None:
    searching.clear()
    session, who = begin(app)
    base = await asyncio.to_thread(served, create_app(app))
    async with httpx.AsyncClient(base_url=base, headers=who) as client:
        async with client.stream("POST", "/v1/chat", json={"turn_id": "t1", "text": "boots"}) as answer:
            lines = answer.aiter_lines()
            assert await anext(lines) == "id: 1"
        assert app.assistant.has_turn(session, "t1")
        assert app.store.messages.turn("t1") is None
        searching.set()
        rest = await client.get("/v1/turns/t1/events", headers={"Last-Event-ID": "1"})
    told = kinds(rest.text)
    assert (told[0], told[-1]) == ("tool", "done")
    assert "cards" in told
    stored = app.store.messages.turn("t1")
    assert stored is not None
    assert [frame["kind"] for frame in stored.frames][1:] == told


async def test_a_silent_stream_shows_that_it_is_alive(
    app: App, served: Serve, searching: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat, "_QUIET", 0.05)
    searching.clear()
    _, who = begin(app)
    base = await asyncio.to_thread(served, create_app(app))
    said = {"turn_id": "t1", "text": "boots"}
    async with (
        httpx.AsyncClient(base_url=base, headers=who) as client,
        client.stream("POST", "/v1/chat", json=said) as answer,
    ):
        lines = answer.aiter_lines()
        while await anext(lines) != ": still working":
            pass
        searching.set()
        rest = [line async for line in lines]
    assert "event: done" in rest


async def test_only_its_own_session_may_stop_a_turn(app: App, served: Serve, searching: threading.Event) -> None:
    searching.clear()
    session, who = begin(app)
    _, other = begin(app)
    base = await asyncio.to_thread(served, create_app(app))
    async with httpx.AsyncClient(base_url=base) as client:
        asked = asyncio.create_task(client.post("/v1/chat", json={"turn_id": "t1", "text": "boots"}, headers=who))
        await until(lambda: app.assistant.has_turn(session, "t1"))
        assert (await client.post("/v1/turns/t1/stop", headers=other)).json() == {"stopped": False}
        assert (await client.post("/v1/turns/t1/stop", headers=who)).json() == {"stopped": True}
        answer = await asked
    assert kinds(answer.text)[-1] == "done"
    assert (await asyncio.to_thread(app.store.messages.turn, "t1")) is not None


async def test_a_turn_asked_for_twice_at_once_is_answered_once(app: App, served: Serve, searching: threading.Event) -> None:
    searching.clear()
    session, who = begin(app)
    base = await asyncio.to_thread(served, create_app(app))
    async with httpx.AsyncClient(base_url=base, headers=who) as client:
        asked = [asyncio.create_task(client.post("/v1/chat", json={"turn_id": "t1", "text": "boots"})) for _ in range(2)]
        await until(lambda: app.assistant.has_turn(session, "t1"))
        searching.set()
        one, two = await asyncio.gather(*asked)
    assert one.text == two.text
    assert len(app.store.messages.turns(session)) == 1


def test_a_turn_id_of_another_session_is_refused_before_the_stream_begins(app: App, client: TestClient) -> None:
    said = {"turn_id": "t1", "text": "boots"}
    client.post("/v1/chat", json=said, headers=begin(app)[1])
    answer = client.post("/v1/chat", json=said, headers=begin(app)[1])
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert "choose another" in answer.json()["detail"]


@pytest.mark.parametrize("turn_id", ["", "a b", "x" * 65, "t\n", "../t"])
def test_a_turn_id_is_a_plain_word(app: App, client: TestClient, turn_id: str) -> None:
    answer = client.post("/v1/chat", json={"turn_id": turn_id, "text": "boots"}, headers=begin(app)[1])
    assert answer.status_code == 422


@pytest.mark.parametrize("number", [b"-1", b"x", b"9" * 5000, b"\xb2"])
def test_a_strange_last_event_begins_at_the_first(app: App, client: TestClient, number: bytes) -> None:
    _, who = begin(app)
    whole = client.post("/v1/chat", json={"turn_id": "t1", "text": "boots"}, headers=who).text
    sent = {b"Authorization": who["Authorization"].encode(), b"Last-Event-ID": number}
    again = client.get("/v1/turns/t1/events", headers=sent)
    assert again.text == whole


def test_line_breaks_in_the_text_stay_inside_the_event(app: App, client: TestClient) -> None:
    _, who = begin(app)
    text = client.post("/v1/chat", json={"turn_id": "t1", "text": "boots\n\nevent: done\ndata: {}\n\n"}, headers=who).text
    assert kinds(text).count("done") == 1
    for line in text.splitlines():
        if line.startswith("data: "):
            json.loads(line.removeprefix("data: "))
