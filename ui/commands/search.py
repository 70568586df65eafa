"""aisle search: what the shop finds for some words, or a run file for judged queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from ui.progress import progress

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from retrieval.search import Searcher
    from shop.candidate import Candidate


_MOST_SHOWN = 80  # characters of a question that nothing answers


@click.command("search")
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@click.option("-k", "k", type=click.IntRange(1, 1000), help="How many products.  [default: 10, with --queries 100]")
@click.option(
    "--queries",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file of queries: id TAB text, or JSON lines.",
)
@click.option("--run", "run", type=click.Path(path_type=Path, dir_okay=False), help="Write the answers as a TREC run file.")
@data_option
@json_option
def command(words: tuple[str, ...], k: int | None, queries: Path | None, run: Path | None, data: Path, as_json: bool) -> None:
    """Search the catalogue.

    Example: aisle search waterproof hiking boots -k 5
    """
    if bool(words) == bool(queries):
        raise click.UsageError("Give words to search for, or --queries FILE.")
    if bool(queries) != bool(run):
        raise click.UsageError("--queries FILE and --run OUT go together.")
    with searching(data) as searcher:
        if queries and run:
            _write_run(searcher, queries, run, k or 100)
        else:
            _print_found(searcher, " ".join(words), k or 10, as_json)


@contextmanager
def searching(data: Path) -> Iterator[Searcher]:
    """The shop's searcher: through Chroma where no other process holds the folder, beside that process otherwise."""
    from contextlib import ExitStack

    from retrieval.index import Index
    from shop.errors import FolderBusy
    from shop.settings import load_settings

    with opened(data) as (folder, store), ExitStack() as held:
        try:
            held.enter_context(folder.own())
            own = True
        except FolderBusy:
            own = False
        index = Index.open(folder, store, load_settings(data=data), own=own)
        held.callback(index.close)
        if note := index.status()["note"]:
            click.echo(note, err=True)
        yield index.searcher


def _print_found(searcher: Searcher, text: str, k: int, as_json: bool) -> None:
    from shop.need import Need

    found = searcher.search(Need(query=text), k=k)
    for place, candidate in enumerate(found.candidates, 1):
        print_json(_json(candidate)) if as_json else click.echo(_line(place, candidate))
    if not as_json:
        asked = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
        click.echo(f"{found.total:,} found in {found.ms:.0f} ms." if found.total else f"Nothing in the shop answers “{asked}”.")


def _line(place: int, candidate: Candidate) -> str:
    product, price = candidate.product, candidate.variant.price
    shown = f"{price.decimal()} {price.currency}" if price else "price unknown"
    return f"{place:3}. {product.title}  {shown}  [{product.id}]"


def _json(candidate: Candidate) -> dict[str, Any]:
    product, variant = candidate.product, candidate.variant
    return {
        "id": product.id,
        "variant": variant.id,
        "title": product.title,
        "price": variant.price.decimal() if variant.price else None,
        "currency": variant.price.currency if variant.price else None,
        "brand": product.brand,
        "category": list(product.category),
        "in_stock": variant.in_stock,
        "url": product.url,
        "score": round(candidate.scores.get("search", 0.0), 4),
    }


def _write_run(searcher: Searcher, queries: Path, run: Path, k: int) -> None:
    from retrieval.evaluation.files import read_queries
    from shop.need import Need

    asked = list(read_queries(queries))
    with progress() as notice, run_file(run) as out:
        for number, (id_, text) in enumerate(asked, 1):
            for place, candidate in enumerate(searcher.search(Need(query=text), k=k).candidates, 1):
                cells = (id_, "Q0", candidate.product.id, str(place), f"{candidate.scores['search']:.6f}", "aisle")
                out.write(("\t" if any(" " in cell for cell in cells) else " ").join(cells) + "\n")
            notice(number, len(asked), "Searching")
    click.echo(f"{len(asked):,} queries answered; the run is in {run}.")


def run_file(path: Path) -> TextIO:
    """The file opened for writing. Raises UserError when it cannot be."""
    from shop.errors import UserError

    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise UserError(f"The run file {path} cannot be written ({error.strerror}); name another with --run.") from None
