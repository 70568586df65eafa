"""aisle import: other people's files become the shop's goods, and can be searched at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.progress import progress

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from shop.folder import Folder
    from shop.importing import Imported
    from shop.store.store import Store

Notice = Callable[[int, int, str], None]

PATIENCE = 60.0  # seconds that a running server gets to follow
ROUNDS = 12


def _pairs(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    pairs = dict(value.partition("=")[::2] for value in values)
    if not all(pairs) or not all(pairs.values()):
        raise click.BadParameter("write it as ours=theirs, for example --map title=产品名称")
    return pairs


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--kind", metavar="KIND", help="products, policies, reviews, customers, orders, events; recognised when not given."
)
@click.option("--format", "format_", metavar="FORMAT", help="The file's format; recognised when not given.")
@click.option("--map", "mapping", multiple=True, callback=_pairs, metavar="ours=theirs", help="Which column is which field.")
@click.option("--currency", metavar="CODE", help="The currency of prices that name none, such as USD or CNY.")
@click.option("--remove-missing", is_flag=True, help="Delete the products that are not in the files.")
@click.option("--yes", is_flag=True, help="With --remove-missing: also when that is more than half of the shop.")
@click.option("--merge-twins", is_flag=True, help="Count events of a product that is listed twice for one of them.")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write every skipped row here, with line and reason."
)
@data_option
@json_option
def command(
    files: tuple[Path, ...],
    kind: str | None,
    format_: str | None,
    mapping: dict[str, str],
    currency: str | None,
    remove_missing: bool,
    yes: bool,
    merge_twins: bool,
    report: Path | None,
    data: Path,
    as_json: bool,
) -> None:
    """Bring in products, policies, reviews, customers, orders, or events: what shoppers did before.

    Reads CSV, TSV, JSON, JSON lines, Parquet, Google Merchant (XML, TSV), Shopify and WooCommerce CSV, schema.org JSON-LD,
    ACP products.jsonl, and policies as text or Markdown. Importing a file again updates what it brought.

    Example: aisle import products.csv --map title=产品名称 --currency CNY --report skipped.csv
    """
    from shop.importing import import_files

    _check_choices(kind, format_)
    with opened(data) as (folder, store), progress() as notice:
        done = import_files(
            store,
            files,
            kind=kind,
            format=format_,
            mapping=mapping,
            currency=currency,
            remove_missing=remove_missing,
            remove_most=yes,
            merge_twins=merge_twins,
            report=report,
            progress=notice,
        )
        for imported in done:
            print_json(imported.model_dump()) if as_json else _print(imported, report)
        _check_stored(done)
        if any(imported.kind == "products" for imported in done):
            _make_searchable(folder, store, data, notice, quiet=as_json)
        _check_kept(done)
    if not as_json and any(imported.kind in ("events", "orders") for imported in done):
        click.echo("Train the ranker on what shoppers did with: aisle train")


def _check_choices(kind: str | None, format_: str | None) -> None:
    from shop.importing.formats import FORMATS
    from shop.importing.kind import KINDS

    for option, value, known in (("--kind", kind, KINDS), ("--format", format_, FORMATS)):
        if value is not None and value not in known:
            raise click.BadParameter(f"{value!r} is not one of {', '.join(known)}", param_hint=option)


def _check_stored(done: Sequence[Imported]) -> None:
    from shop.errors import UserError

    for imported in done:
        if imported.read and not imported.stored:
            raise UserError(
                f"None of the {imported.read} rows of {imported.path} could be stored; "
                f"line {imported.bad[0].line}: {imported.bad[0].reason}."
            )


def _check_kept(done: Sequence[Imported]) -> None:
    from shop.errors import UserError

    kept = max((imported.kept for imported in done), default=0)
    if kept:
        raise UserError(
            f"Nothing was removed: {kept:,} products that are not in the files are more than half of the shop. "
            "If the files are the right ones, import them again with --remove-missing --yes."
        )


def _print(imported: Imported, report: Path | None) -> None:
    name = imported.path + (f" ({imported.section})" if imported.section else "")
    click.echo(f"{name}: {imported.kind} as {imported.format}")
    click.echo(f"  {imported.read:,} rows read, {imported.stored:,} {imported.kind} stored, {imported.skipped:,} rows skipped")
    if imported.removed:
        click.echo(f"  {imported.removed:,} products that are not in the file were removed")
    click.echo(f"  columns: {', '.join(_pair(ours, theirs) for ours, theirs in imported.mapping.items())}")
    if imported.ignored:
        click.echo(f"  columns left out: {', '.join(imported.ignored)}")
    for note in imported.notes:
        click.echo(f"  {note}")
    for bad in imported.bad:
        click.echo(f"  skipped line {bad.line}: {bad.reason}")
    if imported.skipped:
        click.echo(f"  {_where(imported.skipped - len(imported.bad), report)}")


def _pair(ours: str, theirs: str) -> str:
    return ours if ours == theirs else f"{ours}={theirs}"


def _where(more: int, report: Path | None) -> str:
    if report:
        return f"All skipped rows are in {report}."
    return (f"{more:,} more were skipped; " if more else "") + "--report FILE writes every skipped row."


def _make_searchable(folder: Folder, store: Store, data: Path, notice: Notice, *, quiet: bool) -> None:
    """Let the index follow: that of a running server by itself, otherwise here."""
    from shop.errors import FolderBusy

    # The owner may also be a command that ends soon; then the folder becomes free.
    for _ in range(ROUNDS):
        try:
            with folder.own():
                _index(folder, store, data, notice)
        except FolderBusy:
            if wait_for_owner(store, PATIENCE / ROUNDS):
                return click.echo("The running server shows the new goods now.", err=quiet)
        else:
            return click.echo(f"The shop has {store.catalogue.count().products:,} products; search is ready.", err=quiet)
    click.echo(
        f"The running server has not followed within {PATIENCE:.0f} seconds; its search will once it has time.", err=quiet
    )


def _index(folder: Folder, store: Store, data: Path, notice: Notice) -> None:
    from retrieval.index import Index
    from shop.settings import load_settings

    index = Index.open(folder, store, load_settings(data=data))
    try:
        # A first build shows how far it is; later the index decides by itself whether following or building is quicker.
        if store.catalogue.marked("index"):
            index.follow()
            index.settle()
        else:
            index.build(notice)
    finally:
        index.close()


def wait_for_owner(store: Store, patience: float) -> bool:
    """Wait until the process that owns the index has followed every change; tell whether it did in time."""
    goal = store.catalogue.seq()
    deadline = time.monotonic() + patience
    while store.catalogue.marked("index") < goal:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
