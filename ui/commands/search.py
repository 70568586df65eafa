"""aisle search: what the shop finds for some words, or a run file for judged queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from ui.progress import progress

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from assistant.understanding.asking import Asked
    from retrieval.facets import Facet
    from retrieval.index import Index
    from retrieval.result import SearchResult
    from retrieval.search import Searcher
    from shop.candidate import Candidate
    from shop.need import Sort
    from shop.store.store import Store


_SORTS = ("relevance", "price_asc", "price_desc", "rating", "newest", "popular")
_MOST_SHOWN = 80  # characters of a question that nothing answers


@click.command("search")
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@click.option("-k", "k", type=click.IntRange(1, 1000), help="How many products.  [default: 10, with --queries 100]")
@click.option("--price-min", help="The lowest price, in the shop's currency.")
@click.option("--price-max", help="The highest price.")
@click.option("--brand", multiple=True, help="Only this brand; may be repeated.")
@click.option("--category", help="Only this category.")
@click.option("--in-stock", is_flag=True, default=None, help="Only what can be bought now.")
@click.option("--rating-min", type=float, help="At least so many stars.")
@click.option("--filter", "must", multiple=True, metavar="ATTRIBUTE:VALUE", help="Only with this, as in color:black.")
@click.option("--not", "must_not", multiple=True, metavar="ATTRIBUTE:VALUE", help="Nothing with this, as in material:leather.")
@click.option("--sort", type=click.Choice(_SORTS), help="The order of what fits.  [default: relevance]")
@click.option("--facets", is_flag=True, help="Also count what the answers differ in.")
@click.option("--suggest", metavar="TEXT", help="What may be meant by a text typed so far; without letters, what is popular.")
@click.option("--zero-results", is_flag=True, help="What shoppers searched for and did not find.")
@click.option("--raw", is_flag=True, help="Take the words as words; do not look for wishes among them.")
@click.option(
    "--queries",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file of queries, taken as words: id TAB text, or JSON lines.",
)
@click.option("--run", "run", type=click.Path(path_type=Path, dir_okay=False), help="Write the answers as a TREC run file.")
@data_option
@json_option
def command(
    words: tuple[str, ...],
    k: int | None,
    sort: Sort | None,
    facets: bool,
    raw: bool,
    suggest: str | None,
    zero_results: bool,
    queries: Path | None,
    run: Path | None,
    data: Path,
    as_json: bool,
    **filters: Any,
) -> None:
    """Search the catalogue.

    Wishes in the words are understood: "black boots under 80, no leather".

    Example: aisle search waterproof hiking boots --price-max 120 -k 5
    """
    if suggest is not None or zero_results:
        _print_asked(data, suggest, k or 8, as_json)
        return
    if bool(queries) and bool(words or any(filters.values())):
        raise click.UsageError("Give words to search for, or --queries FILE.")
    if not (queries or words or any(filters.values())):
        raise click.UsageError("Give words to search for, a filter, or --queries FILE.")
    if bool(queries) != bool(run):
        raise click.UsageError("--queries FILE and --run OUT go together.")
    with searching(data) as (searcher, store):
        if queries and run:
            _write_run(searcher, queries, run, k or 100)
            return
        currency = store.facts.get("currency") or "USD"
        asked = _asked(" ".join(words), filters, searcher, currency, raw=raw, sort=sort)
        _print_found(searcher, asked, " ".join(words), k or 10, as_json)
        if facets:
            _print_facets(searcher.facets(asked.need, currency, firm=asked.firm), as_json)


def _asked(text: str, filters: dict[str, Any], searcher: Searcher, currency: str, *, raw: bool, sort: Sort | None) -> Asked:
    from assistant.understanding.asking import Asked
    from retrieval.filters import Filters

    return Asked.of(text, Filters(**filters), searcher, currency, raw=raw, sort=sort)


@contextmanager
def searching(data: Path) -> Iterator[tuple[Searcher, Store]]:
    """The shop's searcher and its store: through Chroma, or beside the process that holds the folder without it."""
    with opening(data) as (index, store):
        yield index.searcher, store


@contextmanager
def opening(data: Path) -> Iterator[tuple[Index, Store]]:
    """The shop's index and its store, opened for one command."""
    from contextlib import ExitStack

    from retrieval.index import Index
    from shop.errors import FolderBusy
    from shop.settings import load_settings

    with opened(data, existing=True) as (folder, store), ExitStack() as held:
        try:
            held.enter_context(folder.own())
            own = True
        except FolderBusy:
            own = False
        index = Index.open(folder, store, load_settings(data=data), own=own)
        held.callback(index.close)
        if note := index.status()["note"]:
            click.echo(note, err=True)
        yield index, store


def _print_found(searcher: Searcher, asked: Asked, text: str, k: int, as_json: bool) -> None:
    found = searcher.search(asked.need, k=k, firm=asked.firm)
    for place, candidate in enumerate(found.candidates, 1):
        print_json(_json(candidate)) if as_json else click.echo(_line(place, candidate))
    if not as_json:
        _print_notes(found, asked, text)


def _print_notes(found: SearchResult, asked: Asked, text: str) -> None:
    if asked.cut:
        click.echo("The text was too long; only its beginning was read.")
    if found.corrected:
        click.echo(f"Searched for “{found.corrected}”.")
    for item in found.relaxed:
        if item.to is None:
            click.echo(f"Nothing fits everything, so this was given up: {item.attribute} {item.value}.")
        else:
            click.echo(f"Nothing fits everything, so this was widened: {item.attribute} {item.value} to {item.to}.")
    for name in found.ignored:
        click.echo(f"This shop does not say anything of “{name}”, so it was left out.")
    goods = "1 product" if found.total == 1 else f"{found.total:,} products"
    short = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
    nothing = f"Nothing in the shop answers “{short}”." if text else "Nothing in the shop has all that."
    click.echo(f"{goods} found in {found.ms:.0f} ms." if found.total else nothing)


def _line(place: int, candidate: Candidate) -> str:
    from assistant.cards import explained, notes
    from assistant.understanding.language import language_of

    product, price = candidate.product, candidate.variant.price
    shown = f"{price.decimal()} {price.currency}" if price else "price unknown"
    stars = f"  {product.rating:g} stars" if product.rating is not None else ""
    language = language_of(product.title, "en")
    why = "; ".join((*explained(candidate, language), *notes(candidate, language)))
    return f"{place:3}. {product.title}  {shown}{stars}  [{product.id}]" + (f"\n       {why}" if why else "")


def _json(candidate: Candidate) -> dict[str, Any]:
    from assistant.cards import explained, notes
    from assistant.understanding.language import language_of

    product, variant = candidate.product, candidate.variant
    language = language_of(product.title, "en")
    return {
        "id": product.id,
        "variant": variant.id,
        "title": product.title,
        "price": variant.price.decimal() if variant.price else None,
        "currency": variant.price.currency if variant.price else None,
        "brand": product.brand,
        "category": list(product.category),
        "options": variant.options,
        "in_stock": variant.in_stock,
        "rating": product.rating,
        "url": product.url,
        "score": round(candidate.scores.get("search", 0.0), 4),
        "why": explained(candidate, language),
        "notes": notes(candidate, language),
    }


def _print_facets(facets: Sequence[Facet], as_json: bool) -> None:
    for facet in facets:
        values = [asdict(value) for value in facet.values]
        if as_json:
            print_json({"facet": facet.name, "values": values})
        else:
            click.echo(f"{facet.name}: " + ", ".join(f"{value['value']} ({value['count']:,})" for value in values))


def _print_asked(data: Path, typed: str | None, k: int, as_json: bool) -> None:
    with opening(data) as (index, store):
        if typed is None:
            _print_unanswered(index, store, as_json)
            return
        for item in index.suggester().complete(typed, k):
            entry = item.entry
            shown = f"{entry.text}  ({entry.kind}{f', {entry.where}' if entry.where else ''})"
            print_json({**asdict(entry), "matched": item.matched}) if as_json else click.echo(shown)


def _print_unanswered(index: Index, store: Store, as_json: bool) -> None:
    from datetime import UTC, datetime

    from retrieval.popular_queries import unanswered

    found = unanswered(event for batch in store.events.iterate(["search"]) for event in batch)
    for item in found:
        nearest = [near for word in item.text.split() if (near := index.searcher.mended(word))]
        last = datetime.fromtimestamp(item.last / 1000, UTC).date().isoformat()
        hint = f"  the shop has: {', '.join(nearest)}" if nearest else ""
        if as_json:
            print_json({"text": item.text, "count": item.count, "last": last, "nearest": nearest})
        else:
            click.echo(f"{item.count:5}  {item.text}  (last {last}){hint}")
    if not found and not as_json:
        click.echo("Every search so far found something.")


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
