import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from shop.store.keys import Key
from ui.api import create_app
from ui.bootstrap import App
from ui.gradio_page import mount_page

SHOP, OTHER, EVIL = "https://shop.example", "https://other.example", "https://evil.example"


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app), raise_server_exceptions=False, base_url="http://127.0.0.1:7860")


@pytest.fixture
def key(app: App) -> Key:
    return app.store.keys.create([SHOP])


def begin(client: TestClient, key: Key, origin: str = SHOP) -> dict[str, str]:
    answer = client.post("/v1/sessions", json={"key": key.id}, headers={"Origin": origin})
    assert answer.status_code == 201
    return {"Authorization": f"Bearer {answer.json()['token']}", "Origin": origin}


def allowing(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


def asking(origin: str) -> dict[str, str]:
    return {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}


def test_a_page_whose_origin_a_key_names_may_talk(client: TestClient, key: Key) -> None:
    who = begin(client, key)
    answer = client.post("/v1/chat", json={"turn_id": "t1", "text": "boots"}, headers=who)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]


def test_its_preflight_names_what_it_may_send(client: TestClient, key: Key) -> None:
    answer = client.options("/v1/chat", headers=asking(SHOP))
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert answer.headers["access-control-allow-headers"] == "Authorization, Content-Type, Last-Event-ID"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", [EVIL, "null", "https://shop.example.evil.example", "http://shop.example", SHOP + ":8443"])
def test_other_origins_get_a_sentence_and_nothing_to_read(client: TestClient, key: Key, origin: str) -> None:
    for answer in (
        client.options("/v1/chat", headers=asking(origin)),
        client.post("/v1/sessions", json={"key": key.id}, headers={"Origin": origin}),
        client.get("/v1/search?q=boots", headers={"Origin": origin}),
    ):
        assert answer.status_code == 403
        assert "a key that names their origin" in answer.json()["detail"]
        assert allowing(answer) == {}


async def test_pages_of_other_sites_get_nothing_of_the_mounted_page(
    app: App, key: Key, served: Callable[[ASGIApp], str]
) -> None:
    base = await asyncio.to_thread(served, mount_page(create_app(app), app))
    async with httpx.AsyncClient(base_url=base) as client:
        for path in ("/", "/gradio_api/info", "/config", "/theme.css", "/docs", "/openapi.json", "/readyz"):
            for origin in (SHOP, EVIL):
                for answer in (
                    await client.get(path, headers={"Origin": origin}),
                    await client.options(path, headers=asking(origin)),
                ):
                    assert (path, answer.status_code, allowing(answer)) == (path, 403, {})
        own = await client.get("/config", headers={"Origin": base})
        assert own.status_code == 200
        assert allowing(own) == {}  # Gradio by itself would allow any origin, with credentials
        assert (await client.get("/")).headers["content-security-policy"] == "frame-ancestors 'self'"


def test_the_shops_own_page_and_programs_need_no_key(client: TestClient) -> None:
    assert client.post("/v1/sessions", json={}).status_code == 201
    assert client.post("/v1/sessions", json={}, headers={"Origin": "http://127.0.0.1:7860"}).status_code == 201
    behind_a_proxy = {"Origin": "https://chat.shop.example", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/v1/sessions", json={}, headers=behind_a_proxy).status_code == 201


def test_a_foreign_page_needs_its_own_key(app: App, client: TestClient, key: Key) -> None:
    app.store.keys.create([OTHER])
    for body, sentence in (
        ({}, "need a key"),
        ({"key": "pk_none"}, "not in use"),
        ({"key": key.id}, "is not for pages of https://other.example"),
    ):
        answer = client.post("/v1/sessions", json=body, headers={"Origin": OTHER})
        assert answer.status_code == 403
        assert sentence in answer.json()["detail"]
        assert answer.headers["access-control-allow-origin"] == OTHER  # so that the page can show the sentence
    assert client.get("/v1/start", params={"key": key.id}, headers={"Origin": OTHER}).status_code == 403


def test_a_token_works_only_where_its_key_does(app: App, client: TestClient, key: Key) -> None:
    app.store.keys.create([OTHER])
    who = begin(client, key)
    own = {"Authorization": f"Bearer {client.post('/v1/sessions', json={}).json()['token']}"}
    for headers in ({**who, "Origin": OTHER}, {**own, "Origin": OTHER}, {**own, "Origin": SHOP}):
        for method, path in (
            ("GET", "/v1/cart"),
            ("GET", "/v1/turns"),
            ("GET", "/v1/recommendations"),
            ("POST", "/v1/turns/t/stop"),
        ):
            assert client.request(method, path, headers=headers).status_code == 403
        assert client.post("/v1/chat", json={"turn_id": "t", "text": "hi"}, headers=headers).status_code == 403
    assert client.get("/v1/cart", headers=who).status_code == 200


def test_a_revoked_key_stops_its_sessions(app: App, client: TestClient, key: Key) -> None:
    who = begin(client, key)
    app.store.keys.create([SHOP])  # the origin itself stays known
    app.store.keys.revoke(key.id)
    answer = client.get("/v1/cart", headers=who)
    assert answer.status_code == 403
    assert "not in use" in answer.json()["detail"]


def test_without_any_key_the_origin_is_forgotten(app: App, client: TestClient, key: Key) -> None:
    who = begin(client, key)
    app.store.keys.revoke(key.id)
    answer = client.get("/v1/cart", headers=who)
    assert answer.status_code == 403
    assert allowing(answer) == {}


def test_the_widget_and_the_pictures_load_anywhere(app: App, client: TestClient) -> None:
    (app.folder.media / "boot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    for path in ("/widget.js", "/media/boot.svg"):
        answer = client.get(path, headers={"Origin": EVIL})
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_picture_opened_by_itself_can_run_nothing(app: App, client: TestClient) -> None:
    (app.folder.media / "boot.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", encoding="utf-8"
    )
    policy = client.get("/media/boot.svg").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy


def test_the_api_is_no_document_and_is_not_kept(client: TestClient) -> None:
    headers = client.get("/v1/search?q=boots").headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_an_error_on_our_side_can_be_read_by_an_allowed_page(
    app: App, client: TestClient, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(app.store.carts, "get", broken)
    answer = client.get("/v1/cart", headers=begin(client, key))
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (500, SHOP)
    assert "secret" not in answer.text
