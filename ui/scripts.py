"""Scripts: what runs in a browser, as one text each. What the page and the widget share is put in where they name it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_ASSETS = Path(__file__).parent / "assets"
_SHARED = "// @typeahead"


@cache
def script(name: str) -> str:
    """The script of that name, whole."""
    text = (_ASSETS / f"{name}.js").read_text(encoding="utf-8")
    return text.replace(_SHARED, (_ASSETS / "typeahead.js").read_text(encoding="utf-8"))
