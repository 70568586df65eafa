import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import Assistant
from recommender.blend import Blend
from retrieval.index import Index
from shop.folder import Folder
from shop.settings import load_settings
from shop.store.store import Store

GIFT_WRAP = '''
from assistant.tools import Context, Reply, tool

@tool(access="read")
async def gift_wrap(context: Context) -> Reply:
    """Tell whether goods can be gift-wrapped."""
    raise ZeroDivisionError("the plug-in's own secret")
'''


@pytest.fixture
def assistant(folder: Folder, store: Store, index: Index, tmp_path: Path) -> Iterator[Assistant]:
    (tmp_path / "gifts.py").write_text(GIFT_WRAP, encoding="utf-8")
    settings = load_settings(data=folder.path, tools_path=tmp_path)
    opened = Assistant(store=store, index=index, ranker=Blend(), settings=settings)
    yield opened
    opened.close()


def said(assistant: Assistant, session: str, text: str) -> dict[str, Any]:
    async def last() -> dict[str, Any]:
        return [frame async for frame in assistant.turn(session, text)][-1].data

    return asyncio.run(last())


def test_a_plugin_that_breaks_costs_its_answer_and_not_the_turn(assistant: Assistant, store: Store) -> None:
    session = store.sessions.create()[0].id
    done = said(assistant, session, "show me canvas boots, and can you gift wrap them?")
    assert [product["id"] for product in done["products"]][:1] == ["boot-2"]
    assert "Something went wrong on our side" in done["reply"]
    assert "secret" not in done["reply"]
    assert said(assistant, session, "red rubber boots")["products"][0]["id"] == "boot-3"
