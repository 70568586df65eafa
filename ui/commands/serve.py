"""aisle serve: open the shop over HTTP."""

from __future__ import annotations

from pathlib import Path

import click

from .options import DEFAULT_DATA


@click.command("serve")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The shop's data folder.")
@click.option("--host", help="Where to listen.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="[default: 7860]")
def command(data: Path | None, host: str | None, port: int | None) -> None:
    """Open the shop: the page and the API on one port.

    Without --data it opens .aisle, or the demo shop where there is no shop yet.

    Example: aisle serve --port 8000
    """
    import uvicorn

    from shop.settings import load_settings
    from ui.api import create_app
    from ui.bootstrap import build
    from ui.gradio_page import mount_page

    given = {name: value for name, value in (("data", data), ("host", host), ("port", port)) if value is not None}
    settings = load_settings(**given)
    if "data" not in settings.model_fields_set:  # neither the option nor AISLE_DATA
        settings = load_settings(data=_shop(), **given)
    app = build(settings)
    try:
        shop, goods = app.store.facts.get("shop_name") or "The shop", app.store.catalogue.count().products
        click.echo(f"{shop} is open with {goods:,} products: http://{settings.host}:{settings.port}")
        uvicorn.run(mount_page(create_app(app), app), host=settings.host, port=settings.port, log_level="warning")
    finally:
        app.close()


def _shop() -> Path:
    demo = Path(".aisle-demo")
    return demo if not (DEFAULT_DATA / "shop.db").exists() and demo.exists() else DEFAULT_DATA
