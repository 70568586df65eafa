"""Several processes serve one shop: one holds the data folder and builds its index, the others follow and may take over."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from retrieval.index import Index
from shop.folder import Folder
from shop.product import Product, Variant
from shop.store.store import Store

ROOT = Path(__file__).parents[3]
RUN = [sys.executable, "-c", "from ui.cli import main; main()"]
PATIENCE = 60.0  # seconds: the machine may be busy


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}


class Serving:
    """A process of `aisle serve`, and where it listens."""

    def __init__(self, *arguments: str | Path) -> None:
        command = [*RUN, "serve", "--port", "0", *map(str, arguments)]
        self.process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said: list[str] = []
        self.url = self._url()

    def _url(self) -> str:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                return found.group()
        raise AssertionError("".join(self.said))

    def get(self, path: str, **query: str) -> Any:
        return httpx.get(self.url + path, params=query, timeout=PATIENCE, trust_env=False).json()

    def ready(self) -> dict[str, Any]:
        return until(lambda: self.get("/readyz"))

    def finds(self, text: str) -> list[str]:
        return [item["id"] for item in self.get("/v1/search", q=text)["products"]]

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        try:
            self.process.wait(PATIENCE)
        finally:
            if self.process.poll() is None:
                self.process.kill()
            if self.process.stdout:
                self.process.stdout.close()


@contextmanager
def serving(*arguments: str | Path) -> Iterator[Serving]:
    served = Serving(*arguments)
    try:
        yield served
    finally:
        if served.process.poll() is None:
            served.end()


def until(ask: Callable[[], Any]) -> Any:
    """The first answer that is one."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if found := ask():
                return found
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("it did not come to that")


def tent(number: int) -> Product:
    return Product(id=f"tent-{number}", title=f"Tent no{number}", variants=(Variant(id=f"t-{number}"),))


@pytest.fixture
def data(index: Index, folder: Folder) -> Path:
    index.close()
    return folder.path


def test_a_second_process_is_refused_and_told_of_the_way(data: Path, folder: Folder) -> None:
    with folder.own():
        command = [*RUN, "serve", "--port", "0", "--data", str(data)]
        ended = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 1
    assert "is in use by" in ended.stderr
    assert "--follow" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_one_follows_the_other_and_takes_over_when_it_is_killed(data: Path, store: Store) -> None:
    with ExitStack() as stack:
        owner = stack.enter_context(serving("--data", data, "--follow"))
        follower = stack.enter_context(serving("--data", data, "--follow"))
        assert (owner.ready()["owner"], follower.ready()["owner"]) == (True, False)
        assert "this one follows it" in "".join(follower.said)

        store.catalogue.upsert([tent(1)])
        for process in (owner, follower):
            assert until(lambda process=process: process.finds("tent no1")) == ["tent-1"]  # type: ignore[misc]

        owner.end(signal.SIGKILL)
        until(lambda: follower.ready()["owner"])
        store.catalogue.upsert([tent(2)])
        assert until(lambda: "tent-2" in follower.finds("tent no2"))
        # The command line finds the new owner.
        command = [*RUN, "index", "--data", str(data)]
        built = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert (built.returncode, built.stderr) == (0, "")
        assert follower.ready()["indexed"] == 9
        assert follower.ready()["note"] is None
