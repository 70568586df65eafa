"""The command line: `aisle COMMAND`. A command's module is imported when it is asked for, so that `--help` is quick."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from shop.errors import AisleError

# name: (module in ui.commands, one line for --help), in the order a newcomer needs them.
COMMANDS = {
    "serve": ("serve", "Open the shop: page, widget and API."),
    "demo": ("demo", "Build the demo shop."),
    "import": ("import_", "Bring in products, policies, reviews, customers or orders."),
    "chat": ("chat", "Talk to the assistant in the terminal."),
    "search": ("search", "Search the catalogue."),
    "recommend": ("recommend", "Recommend products for a customer, or beside others."),
    "index": ("index", "Build the search index again."),
    "doctor": ("doctor", "Check that everything is as it should be."),
    "key": ("key", "Make and revoke keys for pages that embed the widget."),
    "tools": ("tools", "List the tools the assistant may call."),
    "train": ("train", "Train the ranker."),
    "evaluate": ("evaluate", "Measure search and ranker on what is known to be right."),
    "models": ("later", "List language models that are known to work."),
    "export": ("later", "Give out what is stored about a person."),
    "erase": ("later", "Remove what is stored about a person."),
    "mcp": ("later", "Serve the shop's tools over MCP."),
}


class LazyGroup(click.Group):
    """A group whose commands are modules, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, or None."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"ui.commands.{COMMANDS[name][0]}")
        found: click.Command = module.commands[name] if hasattr(module, "commands") else module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="aisle", message="aisle %(version)s")
def cli() -> None:
    """Aisle: a conversational shopping assistant for your own catalogue.

    Example: aisle import products.csv && aisle serve
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command. Ends with 0, with 1 and one sentence when it failed, or with 2 on wrong usage."""
    try:
        code = cli.main(args=None if arguments is None else list(arguments), prog_name="aisle", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except AisleError as error:
        click.echo(f"aisle: {error}", err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
