import re
from pathlib import Path
from typing import get_args

import pytest
from fastapi.testclient import TestClient

from assistant.frames import FrameKind
from shop.settings import Limits
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


def test_every_endpoint_event_and_limit_is_in_the_docs(client: TestClient) -> None:
    page = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    calls = [
        f"{method.upper()} {path.replace('product_id', 'id')}"
        for path, methods in client.get("/openapi.json").json()["paths"].items()
        for method in methods
    ]
    assert [call for call in calls if f"`{call}`" not in page] == []
    assert [kind for kind in get_args(FrameKind) if f"| `{kind}` |" not in page] == []
    defaults = {f"`AISLE_LIMITS__{name.upper()}` | {value} |" for name, value in Limits().model_dump().items()}
    assert [line for line in defaults if line not in page] == []


def test_every_endpoint_says_what_it_does(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert [told["operationId"] for methods in paths.values() for told in methods.values() if not told.get("description")] == []
