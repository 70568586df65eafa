"""Server: `aisle serve` in a process of its own, on a demo shop in a temporary folder."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

AISLE = Path(sys.executable).parent / "aisle"
_PATIENCE = 120.0


def demo_shop(data: Path) -> None:
    """Build the demo shop there, with its index."""
    subprocess.run([AISLE, "demo", "--data", data], check=True, capture_output=True)


@contextmanager
def serving(data: Path) -> Iterator[tuple[str, float]]:
    """Serve the shop in `data`; give its address and the seconds from start to ready."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    process = subprocess.Popen([AISLE, "serve", "--data", data, "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        while not _ready(address):
            if process.poll() is not None or time.perf_counter() - started > _PATIENCE:
                sys.exit("aisle serve did not become ready.")
            time.sleep(0.02)
        yield address, time.perf_counter() - started
    finally:
        process.terminate()
        process.wait()


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=5, trust_env=False).json()["status"] == "ok"
    except httpx.TransportError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
