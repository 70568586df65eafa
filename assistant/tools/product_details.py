"""product_details: everything the shop says of one product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shop.candidate import Candidate
from shop.product import Product

from .context import Context
from .door import tool
from .reply import Refused, Reply, evidence_of


@tool(access="read")
async def product_details(context: Context, product_id: str) -> Reply:
    """Tell everything about one product: description, attributes, variants. Call it when the shopper asks about one."""
    product = context.store.catalogue.get(product_id)
    if product is None:
        raise Refused(f"There is no product {product_id} in the shop.")
    candidate = Candidate(product=product, variant=context.variant_of(product))
    options: dict[str, list[str]] = {}
    for item in product.variants:
        for name, value in item.options.items():
            if value not in options.setdefault(name, []):
                options[name].append(value)
    language = context.language
    data = {
        "title": product.title_in(language),
        "description": product.description_in(language),
        "attributes": _said(product, product.attributes, language),
        "options": _said(product, options, language),
    }
    facts = [fact for item in product.variants for fact in evidence_of(Candidate(product=product, variant=item))]
    return Reply(text=str(data), cards=(candidate,), evidence=tuple(facts), data=data)


def _said(product: Product, named: Mapping[str, Sequence[str]], language: str) -> dict[str, list[str]]:
    return {
        product.term_in(name, language): [product.term_in(value, language) for value in values]
        for name, values in named.items()
    }
