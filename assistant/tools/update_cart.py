"""update_cart: put something in, take it out, or change how many."""

from __future__ import annotations

import time

from shop.candidate import Candidate
from shop.cart import MOST_OF_ONE
from shop.event import Event
from shop.product import Product, Variant

from .context import Context
from .door import tool
from .reply import Refused, Reply, evidence_of
from .view_cart import cart_data, cart_evidence


@tool(access="cart")
async def update_cart(context: Context, product_id: str, variant_id: str | None = None, quantity: int | None = None) -> Reply:
    """Put a product into the cart or take it out.

    `quantity` is how many there shall be (0 takes it out); without it, one more.
    """
    product = context.store.catalogue.get(product_id)
    if product is None:
        raise Refused(f"There is no product {product_id} in the shop.")
    variant = _variant(context, product, variant_id)
    cart = context.store.carts.get(context.session.id)
    before = cart.quantity(product_id, variant.id)
    wanted = before + 1 if quantity is None else quantity
    if not 0 <= wanted <= MOST_OF_ONE:
        raise Refused(f"A cart holds 0 to {MOST_OF_ONE} of one thing, not {wanted}.")
    if wanted > before and variant.stock is not None and variant.stock < wanted:
        left = max(0, variant.stock)
        raise Refused(_too_few(product.title_in(context.language), left, wanted, context.language))
    context.store.carts.put(context.session.id, cart.with_line(product_id, variant.id, wanted))
    if wanted != before:
        context.store.events.add([_event(context, product_id, variant.id, "add_to_cart" if wanted > before else "remove")])
    data = cart_data(context)
    context.emit("action", {"kind": "cart", "cart": data})
    done = "added" if wanted > before else "removed" if wanted < before else "unchanged"
    title = product.title_in(context.language)
    return Reply(
        text=f"{title}: {done}; {wanted} in the cart now.",
        evidence=(*cart_evidence(data), *evidence_of(Candidate(product=product, variant=variant))),
        data={"cart": data, "done": done, "title": title, "product": product_id},
    )


def _too_few(title: str, left: int, wanted: int, language: str) -> str:
    if language == "zh":
        return f"{title}：库存{left}件，不够{wanted}件。"
    return f"{title}: {left} in stock, {wanted} wanted."


def _variant(context: Context, product: Product, variant_id: str | None) -> Variant:
    card = context.state.card(product.id)
    wanted = variant_id or (card.variant_id if card else None)
    if wanted is None:
        there = [variant for variant in product.variants if variant.in_stock is not False]
        return (there or list(product.variants))[0]
    variant = product.variant(wanted)
    if variant is None:
        raise Refused(f"{product.title} has no variant {wanted}.")
    return variant


def _event(context: Context, product: str, variant: str, kind: str) -> Event:
    return Event.model_validate(
        {
            "kind": kind,
            "time": time.time_ns() // 1_000_000,
            "shopper": context.session.shopper,
            "session": context.session.id,
            "product": product,
            "variant": variant,
            "consent": context.session.consent,
        }
    )
