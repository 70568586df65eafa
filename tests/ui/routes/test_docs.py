import re

import pytest
from fastapi.testclient import TestClient

from ui.api import create_app
from ui.bootstrap import App


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app))


def test_the_page_lists_every_endpoint_and_loads_nothing(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert not re.search(r"<script|<link|<img|src=|https?://", page.text)
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/v1/chat", "/v1/events", "/v1/recommendations", "/v1/start"} < set(paths)
    assert all(f"<code>{path}</code>" in page.text for path in paths)


def test_every_endpoint_says_what_it_does(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert [told["operationId"] for methods in paths.values() for told in methods.values() if not told.get("description")] == []
