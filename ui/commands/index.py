"""aisle index: build the search index again from the catalogue."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.progress import progress

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from retrieval.engine import Engine


@click.command("index")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="What does the work: this process, or Ray.",
)
@click.option("--address", metavar="ADDR", help="The Ray cluster, as host:port or auto; without it two workers start here.")
@data_option
@json_option
def command(engine: str, address: str | None, data: Path, as_json: bool) -> None:
    """Build the search index again.

    It is never needed after an import; it mends an index that `aisle doctor` calls damaged. A very large catalogue is read and
    embedded by the workers of a Ray cluster with --engine ray; the index is the same.

    Example: aisle index --data .aisle-demo
    """
    from retrieval.index import Index
    from shop.settings import load_settings

    if address and engine != "ray":
        raise click.UsageError("--address names a Ray cluster; add --engine ray.")
    started = time.monotonic()
    with opened(data) as (folder, store), folder.own(), _engine(engine, address) as workers, progress() as notice:
        index = Index.open(folder, store, load_settings(data=data))
        try:
            index.build(notice, workers)
            found = index.status()
        finally:
            index.close()
    found["seconds"] = round(time.monotonic() - started, 1)
    print_json(found) if as_json else click.echo(f"{found['indexed']:,} products can be found now ({found['seconds']} s).")


def _engine(name: str, address: str | None) -> AbstractContextManager[Engine | None]:
    if name == "local":
        return nullcontext()
    from retrieval.ray_engine import ray_engine

    return ray_engine(address)
