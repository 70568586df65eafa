"""aisle tools: what the assistant may call, and where each comes from."""

from __future__ import annotations

from pathlib import Path

import click

from .options import data_option, json_option, print_json


@click.command("tools")
@data_option
@json_option
def command(data: Path, as_json: bool) -> None:
    """List the tools the assistant may call.

    Example: AISLE_TOOLS_PATH=my_tools aisle tools
    """
    from assistant.tools.registry import Registry
    from shop.settings import load_settings

    registry = Registry.load(load_settings(data=data).tools_path)
    for item in registry.tools.values():
        first = item.description.splitlines()[0]
        if as_json:
            arguments = item.arguments.model_json_schema()
            origin = registry.origins[item.name]
            print_json({"name": item.name, "access": item.access, "origin": origin, "arguments": arguments, "about": first})
        else:
            click.echo(f"{item.name:18} {item.access:9} {registry.origins[item.name]:10} {first}")
    for problem in registry.problems:
        click.echo(problem, err=True)
