"""Prompts: what a language model is told, one file a purpose. `{{name}}` is filled in; data is fenced."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_PART = re.compile(r"\{\{(\w+)\}\}")


def prompt(name: str, /, **parts: str) -> str:
    """The prompt of that name with its parts filled in. Raises KeyError unless exactly those parts are given."""
    if set(parts) != variables(name):
        raise KeyError(f"The prompt {name} takes {sorted(variables(name))}, not {sorted(parts)}.")
    return _PART.sub(lambda found: parts[found[1]], _text(name))


def variables(name: str) -> set[str]:
    """The parts that a prompt has."""
    return set(_PART.findall(_text(name)))


def names() -> list[str]:
    """Every prompt there is."""
    return sorted(entry.name.removesuffix(".md") for entry in files(__name__).iterdir() if entry.name.endswith(".md"))


def fenced(text: str) -> str:
    """The text as data: between marks that nothing inside it can close."""
    return f"<data>\n{text.replace('<', '‹').replace('>', '›')}\n</data>"


@cache
def _text(name: str) -> str:
    return (files(__name__) / f"{name}.md").read_text(encoding="utf-8").strip()
