"""Columns: what the columns of other people's files are to us. The names are in `columns.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources

_NOT_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A column's name as the tables know it: "Variant Price", "variantPrice" and "g:variant_price" are one."""
    name = unicodedata.normalize("NFKC", name).lower().strip()
    return _NOT_LETTERS.sub("", name.removeprefix("g:"))


def _table(names: dict[str, str]) -> dict[str, dict[str, int]]:
    return {field: {folded(name): rank for rank, name in enumerate(line.split())} for field, line in names.items()}


def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("columns.toml").read_text(encoding="utf-8"))


# kind -> field -> folded name -> rank
FIELDS: dict[str, dict[str, dict[str, int]]] = {kind: _table(names) for kind, names in _read().items()}


def fields_of(kind: str, name: str) -> list[tuple[int, str]]:
    """The fields of that kind which a column of that name can be, each with its rank (0 is the best)."""
    key = folded(name)
    return sorted((ranks[key], field) for field, ranks in FIELDS[kind].items() if key in ranks)


@lru_cache(maxsize=4096)
def field_of(kind: str, name: str) -> str | None:
    """The field that a column of that name is most likely to be, or None."""
    return next((field for _, field in fields_of(kind, name)), None)
