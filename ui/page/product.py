"""Page product: everything the shop says of one product, with a choice of its variants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.cards import card
from assistant.wording import attribute_name
from recommender.around import Around
from shop.candidate import Candidate
from shop.product import Product
from shop.store.store import Store

from .html import notice, once, render
from .words import word

_MOST_REVIEWS = 3
_MOST_VARIANTS = 100
_BESIDE = 3  # products in a row


def cards_of(found: Sequence[Candidate], language: str) -> list[dict[str, Any]]:
    """A row of other products; its heading says why they are there."""
    return [card(item.model_copy(update={"why": ()}), language) for item in found]


def product_html(store: Store, around: Around, product_id: str, variant_id: Any, language: str) -> str:
    """The product's sheet, that variant chosen; a short notice when the product is gone."""
    product = store.catalogue.get(product_id)
    if product is None:
        return render("toast", language, notice=notice(word("nothing_there", language), bad=True))
    variants = [card(Candidate(product=product, variant=item), language) for item in product.variants[:_MOST_VARIANTS]]
    together = around.beside("together", [product.id], _BESIDE)
    known = {item.product.id for item in together}
    similar = [item for item in around.beside("similar", [product.id], 2 * _BESIDE) if item.product.id not in known]
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
        together=cards_of(together, language),
        similar=cards_of(similar[:_BESIDE], language),
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
