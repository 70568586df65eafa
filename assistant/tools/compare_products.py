"""compare_products: what two to four products have alike and not alike."""

from __future__ import annotations

from shop.candidate import Candidate

from .context import Context
from .door import tool
from .reply import Reply, Retry, evidence_of

_LONGEST = 40  # characters of a value that two columns have room for
_MOST_ROWS = 6
_FIRST = ("price", "rating", "brand", "color", "material", "size")  # what decides most often
_NOTHING = "–"
_NOT_FACTS = ("tags",)


@tool(access="read")
async def compare_products(context: Context, product_ids: list[str]) -> Reply:
    """Compare two to four products attribute by attribute. Call it when the shopper asks for the difference."""
    products = context.store.catalogue.get_many(list(dict.fromkeys(product_ids))[:4])
    if len(products) < 2:
        raise Retry("compare_products: product_ids needs two products of this shop.")
    cards = [Candidate(product=product, variant=context.variant_of(product)) for product in products]
    names = dict.fromkeys((*_FIRST, *(name for product in products for name in product.attributes if name not in _NOT_FACTS)))
    rows = {name: [_value(item, name, context.language) for item in cards] for name in names}
    differing = {name: values for name, values in rows.items() if len(set(values)) > 1 and _is_short(values)}
    facts = tuple(fact for item in cards for fact in evidence_of(item))
    return Reply(
        text=str(differing), cards=tuple(cards), evidence=facts, data={"rows": dict(list(differing.items())[:_MOST_ROWS])}
    )


def _is_short(values: list[str]) -> bool:
    return all(len(value) <= _LONGEST for value in values)


def _value(candidate: Candidate, name: str, language: str) -> str:
    product, variant = candidate.product, candidate.variant
    if name == "price":
        return variant.price.text() if variant.price else _NOTHING
    if name == "rating":
        return f"{product.rating:.1f}" if product.rating is not None else _NOTHING
    if name == "brand":
        return product.term_in(product.brand, language) if product.brand else _NOTHING
    values = (variant.options[name],) if name in variant.options else product.attributes.get(name, ())
    comma = "、" if language == "zh" else ", "
    return comma.join(product.term_in(value, language) for value in values) or _NOTHING
