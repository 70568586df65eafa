"""aisle index: build the search index again from the catalogue, here or in the server that owns it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.progress import progress

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from retrieval.engine import Engine
    from shop.errors import FolderBusy
    from shop.folder import Folder, Owner
    from shop.store.store import Store

Notice = Callable[[int, int, str], None]

_SILENCE = 900.0  # seconds that the owner may be busy with one part of it


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

    It is never needed after an import; it mends an index that `aisle doctor` calls damaged. Beside a running server that server
    builds it, and answers shoppers meanwhile. A very large catalogue is read and embedded by the workers of a Ray cluster with
    --engine ray; the index is the same.

    Example: aisle index --data .aisle-demo
    """
    from shop.errors import FolderBusy

    if address and engine != "ray":
        raise click.UsageError("--address names a Ray cluster; add --engine ray.")
    started = time.monotonic()
    with opened(data) as (folder, store), progress() as notice:
        try:
            with folder.own(), _engine(engine, address) as workers:
                found = _build(folder, store, data, notice, workers)
        except FolderBusy as busy:
            owner = folder.owner()
            if owner is None or not owner.port or engine == "ray":  # the server builds by itself
                raise
            found = _ask(owner, notice, busy)
    found["seconds"] = round(time.monotonic() - started, 1)
    print_json(found) if as_json else click.echo(f"{found['indexed']:,} products can be found now ({found['seconds']} s).")


def _build(folder: Folder, store: Store, data: Path, notice: Notice, engine: Engine | None) -> dict[str, Any]:
    from retrieval.index import Index
    from shop.settings import load_settings

    index = Index.open(folder, store, load_settings(data=data))
    try:
        index.build(notice, engine)
        return index.status()
    finally:
        index.close()


def _ask(owner: Owner, notice: Notice, busy: FolderBusy) -> dict[str, Any]:
    """Have the owner build it; raises AisleError in its own words, or `busy` when it does not listen."""
    import httpx

    from shop.errors import AisleError

    where = f"http://127.0.0.1:{owner.port}"
    asked = {"Authorization": f"Bearer {owner.token}"}
    try:
        with (
            httpx.Client(timeout=httpx.Timeout(10, read=_SILENCE), trust_env=False) as client,
            client.stream("POST", f"{where}/owner/index", headers=asked) as answer,
        ):
            answer.raise_for_status()
            for line in map(json.loads, answer.iter_lines()):
                if "what" in line:
                    notice(line["done"], line["total"], line["what"])
                elif "problem" in line:
                    raise AisleError(line["problem"])
                else:
                    found: dict[str, Any] = line["status"]
                    return found
    except httpx.ConnectError:
        raise busy from None
    except (httpx.HTTPError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise AisleError(f"The server at {where} (process {owner.pid}) did not build the index: {reason}.") from None
    raise AisleError(f"The server at {where} (process {owner.pid}) stopped before the index was built; try again.")


def _engine(name: str, address: str | None) -> AbstractContextManager[Engine | None]:
    if name == "local":
        return nullcontext()
    from retrieval.ray_engine import ray_engine

    return ray_engine(address)
