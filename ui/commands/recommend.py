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


@click.command("recommend")
@click.option("--customer", help="For this customer, from everything they did.")
@click.option("--items", help="Beside these products: ids, separated by commas.")
@click.option("-k", "k", type=click.IntRange(1, 100), default=10, show_default=True, help="How many.")
@data_option
@json_option
def command(customer: str | None, items: str | None, k: int, data: Path, as_json: bool) -> None:
    """Recommend products for a customer, or beside others.

    Example: aisle recommend --customer C-1001 --data .aisle-demo
    """
    from assistant.recommending import Recommending

    from ..bootstrap import ranker_of

    if bool(customer) == bool(items):
        raise click.UsageError("Give either --customer or --items.")
    with opened(data) as (folder, store):
        beside = _known(store, customer, items)
        recommending = Recommending(store, ranker_of(folder, store))
        for item in recommending(customer, _looked_at(beside), k, "en", beside):
            found = _json(item)
            line = f"{found['id']:24} {found['title']}  {found['price'] or '–'} {found['currency'] or ''}  {found['reason']}"
            print_json(found) if as_json else click.echo(line.rstrip())


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
