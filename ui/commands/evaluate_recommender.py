"""aisle evaluate recommender: how good the ranker is, on what shoppers took next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from ui.progress import progress

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from recommender.evaluation.evaluation import Evaluation
    from recommender.learned import Learned

    Judged: TypeAlias = Callable[[Learned], Evaluation]

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("recommender")
@click.option("--interactions", type=_FILE, help="The file that was trained on: user, tab, item. Without: the shop's own log.")
@click.option("--items", type=_FILE, help="Words about every item, to tell how diverse the lists are.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the lists: user, tab, item, best first.")
@click.option("--beside", help="A family to set the ranker beside, such as followers.")
@click.option("--plots", type=click.Path(path_type=Path, file_okay=False), help="Draw pictures into this folder.")
@data_option
@json_option
def recommender(
    interactions: Path | None,
    items: Path | None,
    out: Path | None,
    beside: str | None,
    plots: Path | None,
    data: Path,
    as_json: bool,
) -> None:
    """Judge the ranker on what users took next, ranked among all items that each has not taken.

    Of a file that is the last item of every user. Of the shop's own log it is what happened in the latest tenth of it, after a
    ranker of the same kind was trained on all before: how good the shop's ranker would have been.

    Example: aisle evaluate recommender --interactions log.tsv --out lists.tsv --beside followers
    """
    if items and not interactions:
        raise click.UsageError("--items goes with --interactions; the shop's own goods describe themselves.")
    judged, learned = _of_file(interactions, items, data) if interactions else _of_log(data, quiet=as_json)
    found = judged(learned)
    report: dict[str, Any] = {"families": learned.weights, **found.report()}
    if beside:
        report["beside"] = {beside: found.beside(judged(learned.only(beside)))}
    if out:
        _save_lists(found, out)
    if plots:
        from recommender.evaluation.plots import draw

        report["plots"] = [str(path) for path in draw(found, plots)]
    print_json(report) if as_json else _print(report)


def _of_file(interactions: Path, items: Path | None, data: Path) -> tuple[Judged, Learned]:
    from recommender.descriptions import Descriptions
    from recommender.evaluation.judging import judge
    from recommender.interactions import Interactions
    from recommender.versions import Versions
    from shop.errors import UserError
    from shop.folder import Folder

    learned = Versions(Folder.open(data).models / "ranker").load()
    if learned is None:
        raise UserError(f"There is no ranker in {data}; train one with `aisle train --interactions {interactions}`.")
    read = Interactions.read(interactions)
    described = Descriptions.read(items, read.items) if items else None

    def judged(those: Learned) -> Evaluation:
        with progress() as notice:
            return judge(those, read, described, notice)

    return judged, learned


def _of_log(data: Path, *, quiet: bool) -> tuple[Judged, Learned]:
    from recommender.descriptions import Descriptions
    from recommender.evaluation.time_split import TimeSplit
    from recommender.learning import Plan, learn
    from recommender.shop_log import LOOKED, described

    with opened(data, existing=True) as (_, store):
        events = [event for batch in store.events.iterate(tuple(LOOKED)) for event in batch]
        words = described(product for batch in store.catalogue.iterate() for product in batch)
    split = TimeSplit.of(events, list(words))
    about = Descriptions.of(split.before.items, words)
    day = datetime.fromtimestamp(split.since / 1000, UTC).date()
    click.echo(f"Training on what happened before {day}, to be judged on {len(split.targets):,} shoppers since ...", err=quiet)
    with progress() as notice:
        learned = learn(
            split.before,
            Plan.fitting(split.before, about),
            0,
            about,
            lambda what, step: notice(step.epoch if step else 0, step.epochs if step else 0, what),
        )
    return lambda those: split.judge(those, about), learned


def _save_lists(found: Evaluation, path: Path) -> None:
    from shop.errors import UserError

    users, items = found.histories.users, found.histories.items
    try:
        with path.open("w", encoding="utf-8") as out:
            for user, those in zip(users, found.lists.tolist(), strict=True):
                out.writelines(f"{user}\t{items[item]}\n" for item in those if item >= 0)
    except OSError as error:
        raise UserError(f"{path} cannot be written ({error.strerror}). Name another file with --out.") from error


def _print(report: Mapping[str, Any]) -> None:
    click.echo(f"{report['users']:,} users, {report['items']:,} items, full ranking")
    for name in ("ndcg@10", "hr@10", "mrr@10"):
        click.echo(f"  {name:12}{report[name]['mean']:.4f}   95 % of {report[name]['low']:.4f} to {report[name]['high']:.4f}")
    for name in ("coverage", "gini", "novelty", "diversity", "calibration"):
        if name in report:
            click.echo(f"  {name:12}{report[name]}")
    titles = (
        ("by_history", "items taken before"),
        ("by_item_count", "times the right item was taken"),
        ("by_price", "how dear the right item is for its kind"),
    )
    for name, title in titles:
        if name not in report:
            continue
        click.echo(f"\nNDCG@10 by {title} (worst to best {report[name]['worst_to_best']}):")
        for band, item in report[name].items():
            if band != "worst_to_best":
                click.echo(f"  {band:16}{item['ndcg']:.4f}   {item['users']:,} users")
    for family, measures in report.get("beside", {}).items():
        click.echo(f"\nBeside {family} alone (difference, its 95 % interval, p of a permutation test):")
        for name, item in measures.items():
            click.echo(f"  {name:12}{item['difference']:+.4f}   {item['low']:+.4f} to {item['high']:+.4f}   p {item['p']:.3f}")
    for path in report.get("plots", ()):
        click.echo(f"Drawn: {path}")
