"""Commands whose part is not built yet: each says so in one line and ends with 1."""

from __future__ import annotations

import click

from shop.errors import UserError

_NAMES = {
    "models": "listing language models",
    "export": "giving out what is stored about a person",
    "erase": "removing what is stored about a person",
    "mcp": "serving the tools over MCP",
}


def _later(name: str, what: str) -> click.Command:
    @click.command(name, context_settings={"ignore_unknown_options": True}, help=f"Not yet: {what}.\n\nExample: aisle {name}")
    @click.argument("rest", nargs=-1, type=click.UNPROCESSED)
    def command(rest: tuple[str, ...]) -> None:
        raise UserError(f"`aisle {name}` is not there yet: {what} comes with a later version.")

    return command


commands = {name: _later(name, what) for name, what in _NAMES.items()}
