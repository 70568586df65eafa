"""How long after `aisle import` beside a running server the new goods are in search and in the chat, over HTTP."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from benchmarks.report import figure
from benchmarks.server import AISLE, demo_shop, serving

ROUNDS = 5
ROWS = 200
_PATIENCE = 30.0


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        demo_shop(data)
        with serving(data) as (address, _), httpx.Client(base_url=address, timeout=10, trust_env=False) as client:
            delays = [_round(client, data, number) for number in range(ROUNDS)]
    figure(
        "new goods in search", max(search for search, _ in delays), 2, "s", f"slowest of {ROUNDS} imports of {ROWS} products"
    )
    figure("new goods in the chat", max(chat for _, chat in delays), 2, "s", "the same, a turn over HTTP included")


def _round(client: httpx.Client, data: Path, number: int) -> tuple[float, float]:
    word = f"zorblat{'abcdefgh'[number]}"
    file = data / f"{word}.csv"
    rows = "".join(f"{word}-{row},{word.title()} Teapot {row},{20 + row}\n" for row in range(ROWS))
    file.write_text(f"id,title,price\n{rows}", encoding="utf-8")
    subprocess.run([AISLE, "import", file, "--data", data], check=True, capture_output=True)
    ended = time.perf_counter()
    token = client.post("/v1/sessions", json={"language": "en"}).json()["token"]
    search = _until(ended, lambda: client.get("/v1/search", params={"q": word, "k": 100}).json()["total"] >= ROWS)
    return search, _until(ended, lambda: word in _said(client, token, word))


def _until(ended: float, there: Callable[[], bool]) -> float:
    while not there():
        if time.perf_counter() - ended > _PATIENCE:
            return _PATIENCE
        time.sleep(0.05)
    return time.perf_counter() - ended


def _said(client: httpx.Client, token: str, word: str) -> str:
    body = {"turn_id": f"{word}-{time.monotonic_ns()}", "text": word}
    answer = client.post("/v1/chat", json=body, headers={"Authorization": f"Bearer {token}"})
    last = answer.raise_for_status().text.strip().rpartition("data: ")[2]
    return " ".join(product["id"] for product in json.loads(last)["products"])
