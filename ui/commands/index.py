"""aisle index: build the search index again from the catalogue."""

from __future__ import annotations

import time
from pathlib import Path

import click

from ui.progress import progress

from .options import data_option, json_option, opened, print_json


@click.command("index")
@data_option
@json_option
def command(data: Path, as_json: bool) -> None:
    """Build the search index again.

    It is never needed after an import; it mends an index that `aisle doctor` calls damaged.

    Example: aisle index --data .aisle-demo
    """
    from retrieval.index import Index
    from shop.settings import load_settings

    started = time.monotonic()
    with opened(data) as (folder, store), folder.own(), progress() as notice:
        index = Index.open(folder, store, load_settings(data=data))
        try:
            index.build(notice)
            found = index.status()
        finally:
            index.close()
    found["seconds"] = round(time.monotonic() - started, 1)
    print_json(found) if as_json else click.echo(f"{found['indexed']:,} products can be found now ({found['seconds']} s).")
