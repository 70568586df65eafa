"""How long `aisle --help` takes, and how long a server with a built index takes to answer /readyz."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.report import figure
from benchmarks.server import AISLE, demo_shop, serving

RUNS = 10
STARTS = 3


def main() -> None:
    figure("aisle --help", statistics.median(_help() for _ in range(RUNS)), 0.5, "s", f"median of {RUNS}")
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        demo_shop(data)
        figure("server ready", statistics.median(_start(data) for _ in range(STARTS)), 15, "s", f"median of {STARTS}")


def _help() -> float:
    started = time.perf_counter()
    subprocess.run([AISLE, "--help"], check=True, capture_output=True)
    return time.perf_counter() - started


def _start(data: Path) -> float:
    with serving(data) as (_, seconds):
        return seconds
