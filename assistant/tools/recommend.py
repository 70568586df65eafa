"""recommend: good things without a search."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from shop.candidate import Candidate
from shop.need import Need
from shop.product import Product, Variant

from .context import Context
from .door import tool
from .reply import Reply, evidence_of
from .search_products import SHOWN

_MOST = 20


@tool(access="read")
async def recommend(context: Context, count: int = SHOWN, more: bool = False) -> Reply:
    """Recommend products from this visit and from what others like. Call it when the shopper names no goods."""
    exclude = context.state.seen if more else ()
    need = context.understanding.need if context.understanding else context.state.need
    shown = tuple(await context.run(_shown, context, max(1, min(count, _MOST)), need, exclude))
    return Reply(
        text="\n".join(f"[{item.product.id}] {item.product.title}" for item in shown) or "Nothing to recommend.",
        cards=shown,
        evidence=tuple(fact for item in shown for fact in evidence_of(item)),
        data={"total": len(shown), "recommended": True, "more": more},
    )


def _shown(context: Context, count: int, need: Need, exclude: Collection[str]) -> list[Candidate]:
    found = context.recommending(
        context.shopper, context.events, count, context.language, exclude, lambda product: _best(product, need)
    )
    if found:
        return found
    shelves = _from_the_shelves(context, 4 * count, frozenset(exclude))
    return [Candidate(product=item, variant=variant) for item in shelves if (variant := _best(item, need))][:count]


def _from_the_shelves(context: Context, count: int, exclude: frozenset[str]) -> list[Product]:
    # A shop without a history still has shelves: one thing from each, from all over the shop.
    ids = [id_ for id_ in context.store.catalogue.ids() if id_ not in exclude]
    step = max(1, len(ids) // (4 * count))
    return _one_of_each(context.store.catalogue.get_many(ids[::step][: 4 * count]))[:count]


def _one_of_each(products: Iterable[Product]) -> list[Product]:
    by_shelf: dict[tuple[str, ...], list[Product]] = {}
    for product in products:
        by_shelf.setdefault(product.category, []).append(product)
    first = [those[0] for those in by_shelf.values()]
    return [*first, *(product for those in by_shelf.values() for product in those[1:])]


def _best(product: Product, need: Need) -> Variant | None:
    # What can be bought now within the limits that still stand, the cheapest of it.
    there = [variant for variant in product.variants if variant.in_stock is not False and _within(variant, need)]
    return min(there, key=lambda variant: variant.price.minor if variant.price else 10**15, default=None)


def _within(variant: Variant, need: Need) -> bool:
    if need.price_max is None and need.price_min is None:
        return True
    if variant.price is None:
        return False
    low, high = need.price_min, need.price_max
    return (low is None or variant.price.minor >= low.minor) and (high is None or variant.price.minor <= high.minor)
