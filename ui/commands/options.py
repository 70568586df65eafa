"""Options: what every command takes, and how it opens a shop."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from shop.folder import Folder
    from shop.store.store import Store

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_DATA = Path(".aisle")


def data_option(function: F) -> F:
    """`--data DIR`, as `data: Path`."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=_data,
        help=f"The shop's data folder.  [default: {DEFAULT_DATA}]",
    )(function)


def _data() -> Path:
    from shop.settings import load_settings

    return load_settings().data


def json_option(function: F) -> F:
    """`--json`, as `as_json: bool`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")(function)


def print_json(value: Any) -> None:
    """One line of JSON, in the shop's own script."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


@contextmanager
def opened(data: Path, *, existing: bool = False) -> Iterator[tuple[Folder, Store]]:
    """The folder and the store in it; the store is closed afterwards.

    With `existing`, a folder without a shop is not filled with an empty one: UserError says how to begin.
    """
    from shop.errors import UserError
    from shop.folder import Folder
    from shop.settings import load_settings
    from shop.store.store import Store

    url = load_settings(data=data).database_url
    if existing and not url and not (data / "shop.db").exists():
        raise UserError(f"There is no shop in {data}; bring in goods with `aisle import FILE --data {data}`.")
    folder = Folder.open(data)
    store = Store.open(folder, url)
    try:
        yield folder, store
    finally:
        store.close()
