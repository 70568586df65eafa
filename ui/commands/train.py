"""aisle train: a personal ranker from what shoppers did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.progress import progress

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from recommender.descriptions import Descriptions
    from recommender.interactions import Interactions
    from recommender.learned import Learned
    from recommender.learning import Plan
    from recommender.sequence.board import Board
    from recommender.sequence.training import Progress
    from recommender.shop_log import ShopLog
    from recommender.versions import Versions

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("train")
@click.option("--interactions", type=_FILE, help="Lines of user, tab, item, the oldest first.")
@click.option("--items", type=_FILE, help="Words about every item: JSON, or a table with tabs.")
@click.option("--all", "everything", is_flag=True, help="Learn from everything; nothing is kept back to evaluate on.")
@click.option("--linear", is_flag=True, help="Only the families in closed form: seconds instead of minutes.")
@click.option("--epochs", type=click.IntRange(1, 1000), help="Times that the neural model goes through the data.")
@click.option("--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Where to train.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of everything that is drawn.")
@click.option("--tensorboard", "board", type=click.Path(path_type=Path, file_okay=False), help="Write the progress there too.")
@click.option("--roll-back", is_flag=True, help="Go back to the ranker before this one.")
@click.option("--forget", "forgotten", metavar="CUSTOMER", help="Take a customer out of the log and the ranker at once.")
@data_option
@json_option
def command(
    interactions: Path | None,
    items: Path | None,
    everything: bool,
    linear: bool,
    epochs: int | None,
    device: str,
    seed: int,
    board: Path | None,
    roll_back: bool,
    forgotten: str | None,
    data: Path,
    as_json: bool,
) -> None:
    """Train the ranker on what shoppers did here, or on a file. A training that was broken off goes on where it was.

    A running shop takes the new ranker up by itself. Of a file the last two items of every user are kept back, for
    `aisle evaluate recommender`, unless told --all; of the shop's own log nothing.

    Example: aisle train --data .aisle-demo
    """
    from recommender.learning import learn, learn_shop
    from recommender.versions import Versions
    from shop.folder import Folder

    folder = Folder.open(data)
    versions = Versions(folder.models / "ranker")
    if roll_back:
        name = versions.roll_back()
        print_json({"ranker": name}) if as_json else click.echo(f"The ranker of {name} is in use again.")
        return
    if forgotten is not None:
        _forget(data, versions, forgotten, as_json)
        return
    if items and not interactions:
        raise click.UsageError("--items goes with --interactions; the shop's own goods describe themselves.")
    workspace = folder.models / "training"
    workspace.mkdir(exist_ok=True)
    planned = partial(_plan, seed=seed, epochs=epochs, device=device, linear=linear)
    if interactions:
        read, described = _read(interactions, items)
        with _telling(as_json, board) as notice:
            learned = learn(read, planned(read, described), 0 if everything else 2, described, notice, workspace)
        name = versions.keep(learned)
    else:
        log, seq = _shop_log(data)
        with _telling(as_json, board) as notice:
            learned = learn_shop(log, planned(log.interactions, log.descriptions), notice, workspace)
        name = versions.keep(learned)
        _mark(data, seq)
    for left in workspace.iterdir():  # it is done, so nothing is to be taken up again
        left.unlink()
    _print(name, learned, as_json)


def _plan(
    read: Interactions, described: Descriptions | None, *, seed: int, epochs: int | None, device: str, linear: bool
) -> Plan:
    from dataclasses import replace

    from recommender.learning import Plan

    plan = Plan.fitting(read, described)
    recipe = replace(plan.recipe, seed=seed, epochs=epochs or plan.recipe.epochs)
    return replace(plan, recipe=recipe, device=device, encoders=() if linear else plan.encoders)


def _read(interactions: Path, items: Path | None) -> tuple[Interactions, Descriptions | None]:
    from recommender.descriptions import Descriptions
    from recommender.interactions import Interactions

    read = Interactions.read(interactions)
    return read, Descriptions.read(items, read.items) if items else None


def _shop_log(data: Path) -> tuple[ShopLog, int]:
    from recommender.shop_log import ShopLog

    with opened(data, existing=True) as (_, store):
        seq = store.events.seq()
        return ShopLog.of(store), seq


def _mark(data: Path, seq: int) -> None:
    # By that a running server tells how much has happened since.
    from recommender.forgetting import DUE

    with opened(data, existing=True) as (_, store):
        store.facts.set("trained", str(seq))
        store.facts.set(DUE, "0")


def _forget(data: Path, versions: Versions, customer: str, as_json: bool) -> None:
    from recommender.forgetting import forget

    with opened(data, existing=True) as (_, store):
        count = forget(store, versions, customer)
    if as_json:
        print_json({"forgotten": customer, "events": count, "ranker": versions.current()})
    elif not count:
        click.echo(f"Nothing that {customer} did is in the log, so there is nothing to forget.")
    else:
        click.echo(f"{count:,} events of {customer} are out of the log, and what was counted of them is out of the ranker.")
        click.echo("Its neural part is trained anew in the coming night, or now by `aisle train`.")


@contextmanager
def _telling(as_json: bool, board: Path | None) -> Iterator[Callable[[str, Progress | None], None]]:
    def tell(what: str, step: Progress | None) -> None:
        if written and step:
            written.write(what, step)
        if as_json:
            print_json({"doing": what} | (vars(step) if step else {}))
        elif step is None:
            click.echo(what)
        else:
            left, rate = step.seconds * (step.epochs - step.epoch), step.guessed / max(step.seconds, 1e-9)
            valid = f"   valid NDCG@10 {step.valid:.4f}" if step.valid is not None else ""
            click.echo(
                f"  epoch {step.epoch:3} of {step.epochs}   loss {step.loss:.3f}   {rate:,.0f} items/s   "
                f"{_minutes(left)} left at most{valid}"
            )
            bar(step.epoch, step.epochs, what)

    written = _board(board) if board else None
    with progress() as bar:
        yield tell


def _board(folder: Path) -> Board:
    from recommender.sequence.board import Board

    return Board(folder)


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _print(name: str, learned: Learned, as_json: bool) -> None:
    about = learned.about
    if as_json:
        found: dict[str, Any] = {"ranker": name, "weights": learned.weights, **vars(about)}
        print_json(found)
        return
    click.echo(
        f"Trained on {about.interactions:,} interactions of {about.users:,} users with {len(learned.items):,} items "
        f"in {_minutes(about.seconds)}."
    )
    click.echo("What each family says, and counts for, on what users took next (NDCG@10, weight):")
    for family in learned.families:
        click.echo(f"  {family.name:12} {about.valid[family.name]:.4f}   {learned.weights[family.name]:+.2f}")
    click.echo(f"  {'together':12} {about.valid['together']:.4f}")
    if about.final:
        click.echo(about.final)
    click.echo(f"The ranker of {name} is in use.")
