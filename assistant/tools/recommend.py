"""recommend: good things without a search."""

from __future__ import annotations

from shop.candidate import Candidate
from shop.product import Product, Variant

from .context import Context
from .door import tool
from .reply import Reply, evidence_of
from .search_products import SHOWN


@tool(access="read")
async def recommend(context: Context, count: int = SHOWN, more: bool = False) -> Reply:
    """Recommend products from this visit and from what others like. Call it when the shopper names no goods."""
    exclude = context.state.seen if more else ()
    scored = context.ranker.recommend(context.session.shopper, context.events, 4 * count, exclude)
    reasons = {item.product_id: item.why for item in scored}
    products = context.store.catalogue.get_many([item.product_id for item in scored])
    if not products:  # a shop without a history still has a shelf
        products = context.store.catalogue.get_many(context.store.catalogue.ids()[: 4 * count])
    there = [(item, variant) for item in products if (variant := _best(item))]
    made = [Candidate(product=item, variant=variant, why=reasons.get(item.id, ())) for item, variant in there]
    shown = tuple(made[: max(1, min(count, 20))])
    return Reply(
        text="\n".join(f"[{item.product.id}] {item.product.title}" for item in shown) or "Nothing to recommend.",
        cards=shown,
        evidence=tuple(fact for item in shown for fact in evidence_of(item)),
        data={"total": len(shown), "recommended": True, "more": more},
    )


def _best(product: Product) -> Variant | None:
    # What can be bought now, the cheapest of it.
    there = [variant for variant in product.variants if variant.in_stock is not False]
    return min(there, key=lambda variant: variant.price.minor if variant.price else 10**15, default=None)
