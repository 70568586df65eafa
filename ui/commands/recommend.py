"""aisle recommend: what to show a customer, or beside some products."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import data_option, json_option, opened, print_json

if TYPE_CHECKING:
    from recommender.ranker import Scored
    from shop.product import Product
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
    from recommender.blend import Blend
    from recommender.current import Current
    from recommender.versions import Versions

    if bool(customer) == bool(items):
        raise click.UsageError("Give either --customer or --items.")
    with opened(data) as (folder, store):
        ranker = Blend(Current(Versions(folder.models / "ranker")))
        ranker.fit(event for batch in store.events.iterate() for event in batch)
        beside = _known(store, customer, items)
        scored = ranker.recommend(customer, _looked_at(beside), 3 * k, exclude=beside)
        products = {item.id: item for item in store.catalogue.get_many([item.product_id for item in scored])}
        there = [(item, products[item.product_id]) for item in scored if _buyable(products.get(item.product_id))]
        for item, product in there[:k]:
            found = _json(store, item, product)
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


def _buyable(product: Product | None) -> bool:
    return product is not None and any(variant.in_stock is not False for variant in product.variants)


def _json(store: Store, item: Scored, product: Product) -> dict[str, Any]:
    from assistant.cards import reason
    from assistant.reasons import titled
    from shop.candidate import Candidate

    variant = next(variant for variant in product.variants if variant.in_stock is not False)
    [made] = titled([Candidate(product=product, variant=variant, why=item.why)], store.catalogue, "en")
    return {
        "id": product.id,
        "title": product.title,
        "price": variant.price.decimal() if variant.price else None,
        "currency": variant.price.currency if variant.price else None,
        "score": round(item.score, 4),
        "reason": reason(made, "en"),
    }
