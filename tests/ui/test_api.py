import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ui.api import create_app
from ui.bootstrap import App

NOBODY = {"Authorization": "Bearer nobody"}


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app), raise_server_exceptions=False)


def begin(client: TestClient) -> dict[str, str]:
    token = client.post("/v1/sessions", json={"language": "en", "consent": True}).json()["token"]
    return {"Authorization": f"Bearer {token}"}


def events(text: str) -> list[tuple[int, str, dict[str, Any]]]:
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return found


def test_a_turn_is_a_stream_of_numbered_events(client: TestClient) -> None:
    answer = client.post("/v1/chat", json={"turn_id": "t1", "text": "canvas boots"}, headers=begin(client))
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = events(answer.text)
    assert [number for number, _, _ in told] == list(range(1, len(told) + 1))
    assert (told[0][1], told[-1][1]) == ("turn", "done")
    assert told[-1][2]["products"][0]["id"] == "boot-2"


def test_a_broken_stream_is_resumed_after_the_last_event(client: TestClient) -> None:
    who = begin(client)
    first = events(client.post("/v1/chat", json={"turn_id": "t1", "text": "boots"}, headers=who).text)
    rest = events(client.get("/v1/turns/t1/events", headers={**who, "Last-Event-ID": "3"}).text)
    assert rest == first[3:]


def test_a_turn_sent_twice_is_answered_once(client: TestClient) -> None:
    who = begin(client)
    one, two = (client.post("/v1/chat", json={"turn_id": "t1", "text": "boots"}, headers=who).text for _ in range(2))
    assert one == two
    assert len(client.get("/v1/turns", headers=who).json()) == 1


def test_one_session_cannot_read_anothers_turns(client: TestClient) -> None:
    client.post("/v1/chat", json={"turn_id": "t1", "text": "boots"}, headers=begin(client))
    assert client.get("/v1/turns/t1/events", headers=begin(client)).status_code == 404


def test_the_cart_is_the_servers(client: TestClient) -> None:
    who = begin(client)
    cart = client.put("/v1/cart", json={"product": "boot-2", "variant": "boot-2", "quantity": 2}, headers=who).json()
    assert (cart["total"], cart["count"]) == ("80.00", 2)
    assert client.get("/v1/cart", headers=who).json() == cart
    sold_out = client.put("/v1/cart", json={"product": "boot-1", "variant": "boot-1-r", "quantity": 1}, headers=who)
    assert (sold_out.status_code, sold_out.json()["detail"]) == (409, "Waterproof Hiking Boots: 0 in stock, 1 wanted.")


def test_a_product_has_its_variants(client: TestClient) -> None:
    found = client.get("/v1/products/boot-1").json()
    assert [variant["price"] for variant in found["variants"]] == ["120.00", "90.00"]


def test_search_needs_no_session(client: TestClient) -> None:
    assert client.get("/v1/search", params={"q": "水壶"}).json()["products"][0]["id"] == "kettle-1"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "sentence"),
    [
        ("POST", "/v1/chat", {"turn_id": "t", "text": "hi"}, 401, "begin a new one"),
        ("GET", "/v1/cart", None, 401, "begin a new one"),
        ("POST", "/v1/sessions", {"consent": "perhaps"}, 422, "consent"),
        ("POST", "/v1/sessions", {"history": []}, 422, "history"),
        ("GET", "/v1/products/none", None, 404, "no product none"),
        ("GET", "/v1/nothing", None, 404, "no /v1/nothing"),
        ("POST", "/v1/sessions", {"page": "x" * 70_000}, 413, "larger than"),
    ],
)
def test_errors_are_problems_in_one_sentence(
    client: TestClient, method: str, path: str, body: dict[str, Any] | None, status: int, sentence: str
) -> None:
    answer = client.request(method, path, json=body, headers=NOBODY)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]


@pytest.mark.parametrize("text", ["", "\x00", "🎁"])
def test_strange_text_is_answered(client: TestClient, text: str) -> None:
    told = events(client.post("/v1/chat", json={"turn_id": "t", "text": text}, headers=begin(client)).text)
    assert told[-1][2]["reply"]


def test_a_text_that_is_too_long_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/chat", json={"turn_id": "t", "text": "x" * 2001}, headers=begin(client))
    assert (answer.status_code, "2,000" in answer.json()["detail"]) == (422, True)


def test_too_many_turns_are_asked_to_wait(client: TestClient) -> None:
    who = begin(client)
    codes = [client.post("/v1/chat", json={"turn_id": f"t{n}", "text": "hello"}, headers=who) for n in range(21)]
    assert [answer.status_code for answer in codes] == [200] * 20 + [429]
    assert int(codes[-1].headers["Retry-After"]) > 0


def test_health_says_what_can_be_found(client: TestClient) -> None:
    assert client.get("/livez").json() == {"status": "ok"}
    assert client.get("/readyz").json()["indexed"] == 7
