"""aisle key: make, list and revoke the keys of pages that embed the widget."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from shop.store.keys import Key
    from shop.store.store import Store

_SERVER = "http://127.0.0.1:7860"


@click.group("key")
def command() -> None:
    """Keys say which sites may embed the widget. A key is public: it stands in the page.

    Example: aisle key create --origin https://shop.example
    """


@command.command("create")
@click.option(
    "--origin", "origins", multiple=True, required=True, help="A site that may use it: https://host[:port]. Repeatable."
)
@click.option("--name", default="", help="A name to know it by.")
@click.option(
    "--server", default=_SERVER, show_default=True, help="Where browsers reach this shop; for the tag that is printed."
)
@data_option
@json_option
def create(origins: tuple[str, ...], name: str, server: str, data: Path, as_json: bool) -> None:
    """Make a key, and print the script tag to paste.

    Example: aisle key create --origin https://shop.example --server https://chat.shop.example
    """
    from ui.origin import parse_origin

    named = tuple(dict.fromkeys(parse_origin(origin) for origin in origins))
    base = parse_origin(server)
    with _shop(data) as store:
        key = store.keys.create(named, name[:200])
    tag = f'<script src="{escape(base)}/widget.js" data-key="{key.id}" async></script>'
    if as_json:
        print_json({**_told(key), "tag": tag})
        return
    click.echo(f"Key {key.id} is for pages of {', '.join(named)}. Paste this before </body>:\n\n{tag}")


@command.command("list")
@data_option
@json_option
def list_(data: Path, as_json: bool) -> None:
    """List the keys in use.

    Example: aisle key list
    """
    with _shop(data) as store:
        keys = store.keys.all()
    for key in keys:
        line = f"{key.id}  {_told(key)['created'][:10]}  {', '.join(key.origins)}  {key.name}"
        print_json(_told(key)) if as_json else click.echo(line.rstrip())
    if not keys and not as_json:
        click.echo("There is no key yet. Make one with: aisle key create --origin https://shop.example")


@command.command("revoke")
@click.argument("key_id", metavar="ID")
@data_option
@json_option
def revoke(key_id: str, data: Path, as_json: bool) -> None:
    """Stop a key; the sessions begun with it end at once.

    Example: aisle key revoke pk_Yy3b
    """
    from shop.errors import NotFound

    with _shop(data) as store:
        if not store.keys.revoke(key_id):
            raise NotFound(f"There is no key {key_id} in use; `aisle key list` shows those that are.")
    print_json({"id": key_id, "revoked": True}) if as_json else click.echo(f"Key {key_id} does not work any more.")


@contextmanager
def _shop(data: Path) -> Iterator[Store]:
    from shop.errors import UserError
    from shop.settings import load_settings

    # Opening would begin an empty shop here, and `aisle serve` would then prefer it to the demo.
    if load_settings(data=data).database_url is None and not (data / "shop.db").exists():
        raise UserError(f"There is no shop in {data}; name its folder with --data, or bring goods in with `aisle import`.")
    with opened(data) as (_, store):
        yield store


def _told(key: Key) -> dict[str, Any]:
    created = datetime.fromtimestamp(key.created / 1000, UTC).isoformat(timespec="seconds")
    return {"id": key.id, "name": key.name, "origins": list(key.origins), "created": created}
