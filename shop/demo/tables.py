"""Tables: the TOML files of the demo shop's data folder."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> dict[str, Any]:
    """The parsed file data/NAME.toml. Callers must not change it."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def departments() -> tuple[str, ...]:
    """The names of the tables under data/lines, in a fixed order."""
    return tuple(sorted(f"lines/{path.stem}" for path in (DATA / "lines").glob("*.toml")))
