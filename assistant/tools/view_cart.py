"""view_cart: what the shopper means to buy, at today's prices."""

from __future__ import annotations

from typing import Any

from shop.cart import total

from .context import Context
from .door import tool
from .reply import Evidence, Reply


@tool(access="cart")
async def view_cart(context: Context) -> Reply:
    """Show the cart."""
    data = cart_data(context)
    context.emit("action", {"kind": "cart", "cart": data})
    return Reply(text=str(data), evidence=cart_evidence(data), data={"cart": data})


def cart_data(context: Context) -> dict[str, Any]:
    """The cart of the session as the page shows it. Prices are the catalogue's."""
    cart = context.store.carts.get(context.session.id)
    products = {product.id: product for product in context.store.catalogue.get_many([line.product for line in cart.lines])}
    lines, prices = [], []
    for line in cart.lines:
        product = products.get(line.product)
        variant = product.variant(line.variant) if product else None
        if product is None or variant is None:
            continue  # taken out of the shop since
        if variant.price:
            prices.append((variant.price, line.quantity))
        image = variant.image or next(iter(product.images), None)
        lines.append(
            {
                "product": product.id,
                "variant": variant.id,
                "title": product.title_in(context.language),
                "options": {name: product.term_in(value, context.language) for name, value in variant.options.items()},
                "quantity": line.quantity,
                "price": variant.price.decimal() if variant.price else None,
                "line_total": (variant.price * line.quantity).decimal() if variant.price else None,
                "image": image,
                "in_stock": variant.in_stock,
            }
        )
    sum_ = total(prices)
    return {
        "lines": lines,
        "total": sum_.decimal() if sum_ else None,
        "currency": context.currency,
        "count": sum(line["quantity"] for line in lines),
    }


def cart_evidence(data: dict[str, Any]) -> tuple[Evidence, ...]:
    """What the cart backs."""
    amounts = [data["total"], *(line[name] for line in data["lines"] for name in ("price", "line_total"))]
    facts = [Evidence(kind="price", value=amount) for amount in amounts if amount]
    facts += [Evidence(kind="product", value=line["title"], product_id=line["product"]) for line in data["lines"]]
    return (*facts, Evidence(kind="count", value=str(data["count"])))
