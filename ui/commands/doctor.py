"""aisle doctor: what the shop holds, and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import data_option, json_option, print_json

if TYPE_CHECKING:
    from ui.checkup import Findings


@click.command("doctor")
@data_option
@json_option
def command(data: Path, as_json: bool) -> int:
    """Check that everything is as it should be: folder, search index, plug-ins and language model.

    Works beside a running server. Ends with 1 when there is a problem, and says what to do about it.

    Example: aisle doctor --data .aisle-demo
    """
    from shop.settings import load_settings
    from ui.checkup import examine

    found = examine(load_settings(data=data))
    print_json(found.model_dump()) if as_json else _print(found)
    return 1 if found.problems else 0


def _print(found: Findings) -> None:
    click.echo(f"products        {found.products:,} with {found.variants:,} variants; {found.indexed:,} can be found")
    click.echo(f"shoppers        {found.shoppers:,}; {found.events:,} events")
    click.echo(f"embedder        {found.embedder or '–'}")
    click.echo(f"ranker          {found.ranker}")
    click.echo(f"language model  {found.llm or 'none; the built-in planner and writer answer'}")
    click.echo(f"searches        {_shares(found.routes)}")
    for problem in found.problems:
        click.echo(f"Problem: {problem}")
    if not found.problems:
        click.echo("Everything is as it should be.")


def _shares(routes: dict[str, int]) -> str:
    total = sum(routes.values())
    shares = (f"{count / total:.0%} {route}" for route, count in sorted(routes.items(), key=lambda pair: -pair[1]))
    return f"{total:,}: {', '.join(shares)}" if total else "none yet"
