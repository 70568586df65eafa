"""aisle recommend: what to show a customer, or beside some products."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from shop.candidate import Candidate
    from shop.store.store import Store


_KINDS = ("for_you", "similar", "together", "cart", "new", "best", "rising")


@click.command("recommend")
@click.option("--customer", help="For this customer, from everything they did.")
@click.option("--items", help="Beside these products: ids, separated by commas.")
@click.option("--kind", type=click.Choice(_KINDS), default="for_you", show_default=True, help="Which list.")
@click.option("--category", help="Of new, best and rising: only of this category.")
@click.option("-k", "k", type=click.IntRange(1, 100), default=10, show_default=True, help="How many.")
@data_option
@json_option
def command(
    customer: str | None, items: str | None, kind: str, category: str | None, k: int, data: Path, as_json: bool
) -> None:
    """Recommend products for a customer, or beside others.

    Of others: what suits who looks at them, is like them (similar), is bought with them (together), or completes a cart of them
    (cart). Of the whole shop: what is new, sells best or rises.

    Example: aisle recommend --customer C-1001 --data .aisle-demo
    """
    from assistant.reasons import titled
    from assistant.recommending import Recommending
    from recommender.around import SHELVES

    from ..bootstrap import learn, ranker_of

    if kind in SHELVES and (customer or items):
        raise click.UsageError(f"The list {kind} is of the whole shop; leave out --customer and --items.")
    if kind not in SHELVES and (bool(customer) == bool(items) or (customer and kind != "for_you")):
        wanted = "either --customer or --items" if kind == "for_you" else f"--items for the list {kind}"
        raise click.UsageError(f"Give {wanted}.")
    if category and kind not in SHELVES:
        raise click.UsageError(f"--category goes with --kind {', '.join(SHELVES)}.")
    with opened(data) as (folder, store):
        beside = _known(store, customer, items)
        if kind == "for_you":
            ranker = ranker_of(folder, store)
            learn(store, ranker)
            shown = Recommending(store, ranker)(customer, _looked_at(beside), k, "en", beside)
        else:
            shown = titled(_around(store, kind, beside, k, category), store.catalogue, "en")
        for item in shown:
            found = _json(item)
            line = f"{found['id']:24} {found['title']}  {found['price'] or '–'} {found['currency'] or ''}  {found['reason']}"
            print_json(found) if as_json else click.echo(line.rstrip())


def _around(store: Store, kind: str, beside: list[str], k: int, category: str | None) -> list[Candidate]:
    from recommender.around import Around

    from ..bootstrap import learn

    around = Around(store)
    learn(store, around)
    if kind == "cart":
        return around.completing(beside, k)
    return around.shelf(kind, k, category) if kind in ("new", "best", "rising") else around.beside(kind, beside, k)


def _known(store: Store, customer: str | None, items: str | None) -> list[str]:
    from shop.errors import NotFound

    if customer and store.shoppers.get(customer) is None:
        raise NotFound(f"There is no customer {customer} in this shop.")
    # Bytes on the command line that are no text are no product either.
    typed = (items or "").encode("utf-8", "replace").decode("utf-8")
    ids = [part.strip() for part in typed.split(",") if part.strip()]
    there = {product.id for product in store.catalogue.get_many(ids)}
    if missing := [id_ for id_ in ids if id_ not in there]:
        raise NotFound(f"There is no product {missing[0]} in this shop.")
    return ids


def _looked_at(ids: list[str]) -> list[Any]:
    from shop.event import Event

    return [Event(kind="view", time=time.time_ns() // 1_000_000, product=id_) for id_ in ids]


def _json(item: Candidate) -> dict[str, Any]:
    from assistant.cards import reason

    price = item.variant.price
    return {
        "id": item.product.id,
        "title": item.product.title,
        "price": price.decimal() if price else None,
        "currency": price.currency if price else None,
        "score": round(item.scores["rank"], 4),
        "reason": reason(item, "en"),
    }
