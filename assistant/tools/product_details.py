"""product_details: everything the shop says of one product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.wording import STOCK, row_text, say
from shop.candidate import Candidate
from shop.product import Product

from .asked import attributes_asked, passages_on
from .context import Context
from .door import tool
from .reply import Evidence, Refused, Reply, evidence_of

_LONGEST = 80  # characters of a value: more of it is a text, not a fact
_NOT_FACTS = ("tags",)  # words for search


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
    data: dict[str, Any] = {
        "title": product.title_in(language),
        "description": product.description_in(language),
        "attributes": _said(product, product.attributes, language),
        "options": _said(product, options, language),
        **_answer(context, candidate, options),
    }
    facts = [fact for item in product.variants for fact in evidence_of(Candidate(product=product, variant=item))]
    # What the shop itself wrote may be said as it stands.
    facts += [Evidence(kind="policy", value=text, product_id=product.id) for text in _own_words(data)]
    return Reply(text=str(data), cards=(candidate,), evidence=tuple(facts), data=data)


def _own_words(data: Mapping[str, Any]) -> list[str]:
    return [*data["passages"], *data["lines"], *([data["stock"]] if data["stock"] else [])]


def _said(product: Product, named: Mapping[str, Sequence[str]], language: str) -> dict[str, list[str]]:
    # Attribute names stay canonical, so that whoever words them can say what shoppers call them.
    found = {}
    for name, values in named.items():
        short = [product.term_in(value, language) for value in values if len(value) <= _LONGEST]
        if short and name not in _NOT_FACTS:
            found[product.term_in(name, language)] = short
    return found


def _answer(context: Context, candidate: Candidate, options: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What answers the question, if one was asked: `rows` of attributes, `passages` of the shop's text, `price`, `stock`."""
    product, language = candidate.product, context.language
    understood = context.understanding
    asking = understood is not None and understood.has("details")
    asked = attributes_asked(context.text) if asking else ()
    stated = {**product.attributes, **options, **({"brand": (product.brand,)} if product.brand else {})}
    rows = _said(product, {name: stated[name] for name in asked if name in stated}, language)
    words = understood.words if understood and asking and not asked else ""
    texts = [product.description_in(language), product.description, product.title, *_lines(product, stated, language)]
    passages = list(dict.fromkeys(passages_on(words, texts)))[:2] if words else []
    price = candidate.variant.price if "price" in asked else None
    lines = [line for name, values in rows.items() if (line := row_text({name: values}, language))]
    stock = _stock(candidate, language) if "stock" in asked and candidate.variant.in_stock is not None else None
    return {
        "lines": lines,
        "asked": bool(asked or words),
        "rows": rows,
        "passages": passages,
        "stock": stock,
        "price": price.text() if price else None,
        "price_asked": "price" in asked,
    }


def _stock(candidate: Candidate, language: str) -> str:
    # Of the variant on the screen; its siblings may be sold out, or not.
    title = candidate.product.title_in(language)
    chosen = ", ".join(candidate.product.term_in(value, language) for value in candidate.variant.options.values())
    named = f"{title} ({chosen})" if chosen else title
    return say(STOCK, "in_stock" if candidate.variant.in_stock else "sold_out", language, title=named)


def _lines(product: Product, stated: Mapping[str, Sequence[str]], language: str) -> list[str]:
    return [product.term_in(value, language) for name, values in stated.items() for value in values if name not in _NOT_FACTS]
