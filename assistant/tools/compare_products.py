"""compare_products: what two to four products have alike and not alike."""

from __future__ import annotations

from shop.candidate import Candidate

from .context import Context
from .door import tool
from .reply import Reply, Retry, evidence_of


@tool(access="read")
async def compare_products(context: Context, product_ids: list[str]) -> Reply:
    """Compare two to four products attribute by attribute. Call it when the shopper asks for the difference."""
    products = context.store.catalogue.get_many(list(dict.fromkeys(product_ids))[:4])
    if len(products) < 2:
        raise Retry("compare_products: product_ids needs two products of this shop.")
    cards = []
    for product in products:
        cards.append(Candidate(product=product, variant=context.variant_of(product)))
    names = list(dict.fromkeys(name for product in products for name in ("brand", *product.attributes)))
    rows = {name: [_value(item, name, context.language) for item in cards] for name in names}
    differing = {name: values for name, values in rows.items() if len(set(values)) > 1}
    facts = tuple(fact for item in cards for fact in evidence_of(item))
    return Reply(text=str(differing), cards=tuple(cards), evidence=facts, data={"rows": differing})


def _value(candidate: Candidate, name: str, language: str) -> str:
    product = candidate.product
    if name == "brand":
        return product.term_in(product.brand, language) if product.brand else "–"
    return ", ".join(product.term_in(value, language) for value in product.attributes.get(name, ())) or "–"
