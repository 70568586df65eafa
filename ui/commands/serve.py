"""aisle serve: open the shop over HTTP."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shop.errors import UserError

from .options import DEFAULT_DATA

if TYPE_CHECKING:
    from shop.settings import Settings
    from ui.bootstrap import App


@click.command("serve")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The shop's data folder.")
@click.option("--host", help="Where to listen.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="[default: 7860]")
@click.option("--follow", is_flag=True, help="Serve beside a process that has this shop open, and take over when it ends.")
def command(data: Path | None, host: str | None, port: int | None, follow: bool) -> None:
    """Open the shop: the page and the API on one port.

    Without --data it opens .aisle, or the demo shop where there is no shop yet. Several processes may serve one shop, each on a
    port of its own: with --follow the first holds the data folder and builds its index, and the others search what it built.

    Example: aisle serve --port 8000
    """
    from shop.settings import load_settings

    given = {name: value for name, value in (("data", data), ("host", host), ("port", port)) if value is not None}
    settings = load_settings(**given)
    if "data" not in settings.model_fields_set:  # neither the option nor AISLE_DATA
        settings = load_settings(data=_shop(), **given)
    with _listening(settings, follow) as listener:
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})
        click.echo(f"Opening the shop in {settings.data} ...")
        app = _opened(settings, follow)
        try:
            _run(app, listener)
        finally:
            app.close()


def _opened(settings: Settings, follow: bool) -> App:
    from shop.errors import FolderBusy
    from ui.bootstrap import build

    try:
        return build(settings, follow=follow)
    except FolderBusy as busy:
        raise FolderBusy(f"{busy} To serve the shop from a second process as well, add --follow.") from None


def _run(app: App, listener: socket.socket) -> None:
    import uvicorn

    from ui.api import create_app
    from ui.gradio_page import mount_page

    # A shopper who reads a long answer must not keep a shop from closing.
    config = uvicorn.Config(mount_page(create_app(app), app), log_level="warning", timeout_graceful_shutdown=5)
    if app.owner is None:
        click.echo("Another process holds the data folder; this one follows it, and takes over when it ends.")
    shop, goods = app.store.facts.get("shop_name") or "The shop", app.store.catalogue.count().products
    click.echo(f"{shop} is open with {goods:,} products: http://{app.settings.host}:{app.settings.port}  (Ctrl-C closes it)")
    if note := app.index.status()["note"]:
        click.echo(note, err=True)
    if not goods:
        click.echo("It has no goods yet; bring them in with: aisle import FILE")
    uvicorn.Server(config).run(sockets=[listener])


def _listening(settings: Settings, follow: bool) -> socket.socket:
    # Before anything slow is done: a port that is taken is said at once.
    try:
        return socket.create_server((settings.host, settings.port))
    except OSError as error:
        if not follow:
            _check_free(settings)
        raise UserError(
            f"Nothing can listen on {settings.host}:{settings.port} ({_reason(error)}). "
            "Stop what does, or choose another port with --port."
        ) from None


def _reason(error: OSError) -> str:
    # The resolver's errors have numbers below zero and texts of their own.
    number = error.errno or 0
    return os.strerror(number) if number > 0 else str(error.strerror)


def _check_free(settings: Settings) -> None:
    # Served already, and on this port: then the first process is what matters.
    from shop.folder import Folder

    if settings.data.is_dir():
        with Folder(settings.data.absolute()).own():
            pass


def _shop() -> Path:
    demo = Path(".aisle-demo")
    return demo if not (DEFAULT_DATA / "shop.db").exists() and demo.exists() else DEFAULT_DATA
