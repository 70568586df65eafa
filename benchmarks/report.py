"""Report: the machine, and one line a figure with its target beside it."""

from __future__ import annotations

import os
import platform


def machine() -> str:
    """What the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"


def figure(name: str, value: float, target: float, unit: str, how: str) -> None:
    """Print a figure that shall not be above its target."""
    verdict = "met" if value <= target else "MISSED"
    print(f"{name:24}{value:>9.2f} {unit:3} target {target:g} {unit} {verdict:7} {how}")
