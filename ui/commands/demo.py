"""aisle demo: a whole shop to try Aisle on, invented from a seed."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.progress import progress

from .options import json_option, opened, print_json

if TYPE_CHECKING:
    from recommender.learned import Learned
    from recommender.sequence.training import Progress
    from retrieval.index import Index
    from shop.folder import Folder
    from shop.store.store import Store

Notice = Callable[[int, int, str], None]  # how much of how much is done, and of what

DEMO_DATA = Path(".aisle-demo")


@click.command("demo")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=DEMO_DATA, show_default=True, help="Where to build it."
)
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True, help="Another seed is another shop.")
@json_option
def command(data: Path, seed: int, as_json: bool) -> None:
    """Build the demo shop: goods, pictures, reviews, customers, orders and four months of visits.

    Everything is invented by this program; nothing is downloaded. Building again keeps what is there.

    Example: aisle demo && aisle serve --data .aisle-demo
    """
    from shop.demo.build import build_demo

    started = time.monotonic()
    with opened(data) as (folder, store), progress() as notice:
        with folder.own():
            build_demo(folder, store, seed=seed, progress=notice)
            _ready(folder, store, data, seed, notice)
        found = _counts(store)
    found["seconds"] = round(time.monotonic() - started, 1)
    print_json({"data": str(data), "seed": seed, **found}) if as_json else _print(data, found)


def _ready(folder: Folder, store: Store, data: Path, seed: int, notice: Notice) -> None:
    from retrieval.index import Index
    from shop.settings import load_settings

    index = Index.open(folder, store, load_settings(data=data))
    try:
        if store.catalogue.marked("index") < store.catalogue.seq():
            index.build(notice)
        _train(folder, store, index, seed, notice)
    finally:
        index.close()


def _train(folder: Folder, store: Store, index: Index, seed: int, notice: Notice) -> None:
    from recommender.learning import Plan, learn_shop, with_final
    from recommender.shop_log import ShopLog, outcomes_of
    from recommender.versions import Versions

    versions = Versions(folder.models / "ranker")
    if versions.current():
        return

    def tell(what: str, step: Progress | None) -> None:
        notice(step.epoch if step else 0, step.epochs if step else 0, "Learning what customers like")

    log = ShopLog.of(store)
    learned = learn_shop(log, Plan.fitting(log.interactions, log.descriptions), tell)
    _rehearse(store, index, learned, seed, notice)
    seq = store.events.seq()
    versions.keep(with_final(learned, outcomes_of(store)))
    store.facts.set("trained", str(seq))


def _rehearse(store: Store, index: Index, learned: Learned, seed: int, notice: Notice) -> None:
    from datetime import UTC, datetime

    from recommender.blend import Blend
    from recommender.foresight import Foresight
    from shop.demo.choosing import Choosers
    from ui.bootstrap import learn
    from ui.rehearsal import rehearse

    foresight = Foresight(learned, "rehearsing")
    ranker = Blend(lambda: foresight, cache(store.events.for_shopper))  # nobody does anything meanwhile
    learn(store, ranker)
    day = datetime.fromtimestamp(store.events.latest() / 1000, UTC).date()
    events = rehearse(
        store,
        index.searcher,
        ranker,
        Choosers(seed, day),
        told=lambda done, total: notice(done, total, "Watching what customers choose"),
    )
    store.events.add(events)


def _counts(store: Store) -> dict[str, str | int | float | None]:
    shelves = store.catalogue.count()
    return {
        "shop": store.facts.get("shop_name"),
        "products": shelves.products,
        "variants": shelves.variants,
        "reviews": store.reviews.count(),
        "customers": store.shoppers.count(),
        "orders": store.orders.count(),
        "events": store.events.count(),
    }


def _print(data: Path, found: dict[str, str | int | float | None]) -> None:
    counts = ", ".join(f"{found[name]:,} {name}" for name in ("products", "reviews", "customers", "orders", "events"))
    click.echo(f"{found['shop']} is ready: {counts}.")
    click.echo(f"Open it with: aisle serve --data {data}")
