"""What the tests of the edge share: an open shop, the shop served over HTTP, and a real browser."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.types import ASGIApp

from retrieval.index import Index
from retrieval.search import Searcher
from shop.folder import Folder
from shop.settings import load_settings
from shop.store.store import Store
from ui.api import create_app
from ui.bootstrap import App, build

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")
_START = 30.0  # seconds

_OPEN = """{
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: "open" }); };
}"""

Serve = Callable[[ASGIApp], str]


@pytest.fixture
def app(index: Index, folder: Folder, store: Store) -> Iterator[App]:
    """The shop of GOODS, open."""
    index.close()
    opened = build(load_settings(data=folder.path))
    yield opened
    opened.close()


@pytest.fixture
def searching(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Once a test clears this, every search waits until it is set, so that a turn can be met half-way."""
    going = threading.Event()
    going.set()
    search = Searcher.search

    def waiting(*args: Any, **kwargs: Any) -> Any:
        going.wait(_START)
        return search(*args, **kwargs)

    monkeypatch.setattr(Searcher, "search", waiting)
    yield going
    going.set()


@pytest.fixture
def served() -> Iterator[Serve]:
    """Serve an application on a free port of loopback; the answer is its base URL."""
    with ExitStack() as stack:
        yield lambda asgi: stack.enter_context(_serving(asgi))


@pytest.fixture
def mounted() -> Callable[[App], FastAPI]:
    """Make the shop's API with its page. Gradio, where no event loop runs, opens some and closes none; so one runs."""
    from ui.gradio_page import mount_page

    async def mount(app: App) -> FastAPI:
        return mount_page(create_app(app), app)

    def whole(app: App) -> FastAPI:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(mount(app))).result()

    return whole


@contextmanager
def _serving(asgi: ASGIApp) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(asgi, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the server did not start"
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(_START)
    listening.close()


# By module: as long as it is open, the main thread has a running event loop, and `asyncio.run` is refused there.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. Each test opens its own contexts in it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is missing; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def unclosed() -> str:
    """A script with which a page lets a test look into closed shadow roots; only a test does."""
    return _OPEN


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with no memory, on a desktop, in English."""
    opened = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab."""
    return context.new_page()
