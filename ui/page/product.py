"""Page product: everything the shop says of one product, with a choice of its variants."""

from __future__ import annotations

from typing import Any

from assistant.cards import card
from assistant.wording import attribute_name
from shop.candidate import Candidate
from shop.product import Product
from shop.store.store import Store

from .html import notice, once, render
from .words import word

_MOST_REVIEWS = 3
_MOST_VARIANTS = 100


def product_html(store: Store, product_id: str, variant_id: Any, language: str) -> str:
    """The product's sheet, that variant chosen; a short notice when the product is gone."""
    product = store.catalogue.get(product_id)
    if product is None:
        return render("toast", language, notice=notice(word("nothing_there", language), bad=True))
    variants = [card(Candidate(product=product, variant=item), language) for item in product.variants[:_MOST_VARIANTS]]
    chosen = next((item for item in variants if item["variant"] == variant_id), variants[0])
    return render(
        "product",
        language,
        product={"id": product.id, "title": product.title_in(language)},
        chosen=chosen,
        variants=variants,
        url=product.url if product.url and product.url.startswith(("https://", "http://")) else None,
        description=product.description_in(language),
        attributes=_attributes(product, language),
        reviews=store.reviews.for_product(product.id, _MOST_REVIEWS),
        once=once(),
    )


def _attributes(product: Product, language: str) -> list[tuple[str, str]]:
    named = {"brand": (product.brand,)} if product.brand else {}
    comma = "、" if language == "zh" else ", "
    return [
        (_name(product, name, language), comma.join(product.term_in(value, language) for value in values))
        for name, values in {**named, **product.attributes}.items()
    ]


def _name(product: Product, name: str, language: str) -> str:
    ours = attribute_name(name, language)
    return ours if ours != name else product.term_in(name, language)
