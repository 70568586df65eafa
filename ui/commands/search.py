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
    from shop.need import Need

    asked = list(read_queries(queries))
    with progress() as notice, _written(run) as out:
        for number, (id_, text) in enumerate(asked, 1):
            for place, candidate in enumerate(searcher.search(Need(query=text), k=k).candidates, 1):
                out.write(f"{id_} Q0 {candidate.product.id} {place} {candidate.scores['search']:.6f} aisle\n")
            notice(number, len(asked), "Searching")
    click.echo(f"{len(asked):,} queries answered; the run is in {run}.")


def read_queries(path: Path) -> Iterator[tuple[str, str]]:
    """The (id, text) pairs in a file of `id<tab>text` lines, or of JSON objects with id and query, title or name."""
    for number, line in enumerate(_text(path).splitlines(), 1):
        if line.strip():
            yield _query(line, f"line {number} of {path}")


def _written(path: Path) -> TextIO:
    from shop.errors import UserError

    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise UserError(f"The run file {path} cannot be written ({error.strerror}); name another with --run.") from None


def _text(path: Path) -> str:
    from shop.errors import UserError

    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UserError(f"The queries in {path} cannot be read ({reason}); save them as text in UTF-8.") from None


def _query(line: str, where: str) -> tuple[str, str]:
    import orjson

    from shop.errors import UserError

    if not line.lstrip().startswith("{"):
        id_, tab, text = line.partition("\t")
        if not tab:
            raise UserError(f"There is no tab between id and text in {where}; write one, or use JSON lines.")
        return id_.strip(), text.strip()
    try:
        item = orjson.loads(line)
    except ValueError as error:
        raise UserError(f"The JSON in {where} cannot be read ({error}).") from None
    asked = next((item[name] for name in ("query", "title", "name") if item.get(name)), None)
    if asked is None or item.get("id") is None:
        raise UserError(f"A query needs an id and one of query, title and name; {where} lacks one.")
    return str(item["id"]), str(asked)
