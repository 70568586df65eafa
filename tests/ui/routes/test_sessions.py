import time

import pytest
from fastapi.testclient import TestClient

from ui.api import create_app
from ui.bootstrap import App

_DAY = 24 * 60 * 60 * 1000


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app))


def test_a_session_that_was_left_for_long_has_ended(app: App, client: TestClient) -> None:
    session, token = app.store.sessions.create()
    who = {"Authorization": f"Bearer {token}"}
    assert client.get("/v1/cart", headers=who).status_code == 200
    left = time.time_ns() // 1_000_000 - app.settings.session_days * _DAY - 1000
    app.store.sessions.touch(session.id)
    with app.store.sessions._database.write() as connection:
        connection.exec_driver_sql(f"UPDATE sessions SET last_seen = {left}")
    answer = client.get("/v1/cart", headers=who)
    assert answer.status_code == 401
    assert answer.json()["detail"].startswith("This session has ended; begin a new one")


def test_a_token_in_an_address_is_not_one(app: App, client: TestClient) -> None:
    _, token = app.store.sessions.create()
    assert client.get("/v1/cart", params={"token": token, "authorization": f"Bearer {token}"}).status_code == 401


def test_the_page_is_kept_only_with_consent(app: App, client: TestClient) -> None:
    kept = []
    for body in (
        {"page": "https://shop.example/a", "consent": True},
        {"page": "https://shop.example/a"},
        {"page": "javascript:1", "consent": True},
    ):
        session = app.store.sessions.get(client.post("/v1/sessions", json=body).json()["session"])
        assert session is not None
        kept.append(session.page)
    assert kept == ["https://shop.example/a", None, None]


@pytest.mark.parametrize("language", ["", "x" * 17, "en\n", "<b>"])
def test_a_language_is_a_language_tag(client: TestClient, language: str) -> None:
    assert client.post("/v1/sessions", json={"language": language}).status_code == 422


def test_the_start_greets_without_a_session(app: App, client: TestClient) -> None:
    app.store.facts.set("shop_name", "Test & Co")
    start = client.get("/v1/start", params={"language": "zh-CN"}).json()
    assert (start["shop"], start["language"]) == ("Test & Co", "zh")
    assert "Test & Co" in start["greeting"]
    assert start["chips"]
