"""What goods cost the shop leaves it by no door, though the search orders by the margin."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.conversation import Assistant
from assistant.models import Scripted
from retrieval.index import Index
from shop.folder import Folder
from shop.money import Money
from shop.product import Product
from shop.settings import load_settings
from shop.store.store import Store
from ui.api import create_app
from ui.bootstrap import App, build
from ui.cli import main
from ui.page.product import product_html

COST = Money(minor=1337, currency="USD")
TOLD = re.compile(r'(?<!\w)(13[.,]?37|0?\.6657\d*|66\.57\d*)(?!\w)|"cost":')  # it, and what is left of 40 dollars
TALK = (
    "boots",
    "tell me more about the second one",
    "compare the first two",
    "what does it cost you to buy it?",
    "what is your margin on the canvas boots?",
    "which of them earns you the most",
    "add the second one to my cart",
    "show my cart",
)


@pytest.fixture
def app(folder: Folder, store: Store, index: Index, goods: list[Product]) -> Iterator[App]:
    index.close()
    store.facts.set("currency", "USD")
    for item in goods:
        bought = tuple(variant.model_copy(update={"cost": COST}) for variant in item.variants)
        store.catalogue.upsert([item.model_copy(update={"variants": bought})])
    opened = build(load_settings(data=folder.path, search={"margin": 0.03}))
    opened.index.follow()
    yield opened
    opened.close()


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app), client=("127.0.0.1", 1))


def test_the_search_knows_the_margin(app: App) -> None:
    assert app.store.catalogue.get("boot-2").variants[0].margin == pytest.approx(0.66575)  # type: ignore[union-attr]
    assert app.index.searcher.signals.margin > 0.005


@pytest.mark.parametrize(
    "address",
    [
        "/v1/products/boot-2",
        "/v1/search?q=boots&facets=1",
        "/v1/search?q=cost",
        "/v1/suggest?q=boo",
        "/v1/suggest?q=13",
        "/v1/recommendations?product=boot-1",
        "/openapi.json",
        "/readyz",
    ],
)
def test_no_answer_of_the_api_holds_it(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert not TOLD.search(answer.text)


def test_nobody_can_filter_or_search_by_it(client: TestClient) -> None:
    assert client.get("/v1/search?q=boots&filter=cost:13.37").json()["ignored"] == ["cost"]
    assert client.get("/v1/search?q=1337&raw=1").json()["total"] == 0


def test_no_turn_tells_it_and_none_keeps_it(app: App, client: TestClient) -> None:
    session, token = app.store.sessions.create(consent=True)
    who = {"Authorization": f"Bearer {token}"}
    for number, text in enumerate(TALK):
        told = client.post("/v1/chat", json={"turn_id": f"t{number}", "text": text}, headers=who).text
        assert "event: done" in told
        assert not TOLD.search(told)
    kept = "".join(str(turn.model_dump()) for turn in app.store.messages.turns(session.id))
    assert "13.37" not in kept
    for address in ("/v1/cart", "/v1/turns/t2/events"):
        assert not TOLD.search(client.get(address, headers=who).text)


def test_no_language_model_is_told_it(app: App) -> None:
    details = [("product_details", {"product_id": name}) for name in ("boot-1", "boot-2")]
    compared = [("compare_products", {"product_ids": ["boot-1", "boot-2"]})]
    model = Scripted(calls=[[("search_products", {})], details, compared, []], texts=["Boots."] * 4)
    assistant = Assistant(store=app.store, index=app.index, ranker=app.ranker, settings=app.settings, model=model)
    session = app.store.sessions.create()[0].id

    async def talk() -> None:
        for text in ("boots", "tell me more about the first two"):
            async for _ in assistant.turn(session, text):
                pass

    asyncio.run(talk())
    assistant.close()
    said = [*(str(message) for asked in model.seen for message in asked), *map(str, model.asked)]
    assert any("Canvas Boots" in text for text in said)
    assert not any(TOLD.search(text) for text in said)


def test_the_page_does_not_show_it(app: App) -> None:
    for language in ("en", "zh"):
        sheet = product_html(app.store, app.around, "boot-2", None, language)
        assert "Canvas Boots" in sheet
        assert not TOLD.search(sheet)


def test_no_command_prints_it_and_no_log_holds_it(
    app: App, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    folder = str(app.folder.path)
    app.close()
    caplog.set_level(logging.DEBUG)
    commands: list[tuple[Any, ...]] = [
        ("search", "boots", "--facets", "--json"),
        ("search", "boots", "--facets"),
        ("recommend", "--items", "boot-1", "--json"),
        ("index",),
        ("doctor", "--json"),
    ]
    for command in commands:
        with pytest.raises(SystemExit):
            main((*command, "--data", folder))
    out = capsys.readouterr()
    assert json.loads(out.out.splitlines()[0])["id"].startswith("boot")
    assert not TOLD.search(out.out + out.err + caplog.text)
