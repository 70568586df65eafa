"""Document: the words of a product, field by field, as search sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from shop.product import Product

from .tokens import tokenize

# What a word found there is worth (BM25F, Robertson & Zaragoza 2009). A word in the title says what the thing is.
FIELD_WEIGHTS: Mapping[str, float] = {
    "title": 1.0,
    "brand": 0.6,
    "category": 0.5,
    "attributes": 0.8,
    "description": 0.5,
    "head": 0,
}

Document = dict[str, Counter[str]]


def document(product: Product) -> Document:
    """The product's tokens by field, in every language it has.

    "head" holds no words of its own: it marks what the title begins with and what the brand is made of. Where a shop states no
    brand, that is where its name stands.
    """
    found = {field: Counter(tokenize(text)) for field, text in texts(product).items()}
    found["head"] = Counter(as_head(token) for token in dict.fromkeys((*tokenize(product.title)[:1], *found["brand"])))
    return found


def as_head(token: str) -> str:
    """The mark of a title that begins with the token; no text gives such a token."""
    return f"^{token}"


def summary(product: Product) -> str:
    """What the product is, in a line, in every language: the text that its vector stands for."""
    found = texts(product)
    return " ".join((found["title"], found["brand"], found["category"], found["attributes"][:300]))


def texts(product: Product) -> dict[str, str]:
    """The text of every field, in every language the product has."""
    others = product.translations.values()
    values = [value for named in product.attributes.values() for value in named]
    values += list(dict.fromkeys(value for variant in product.variants for value in variant.options.values()))
    terms = [item.terms[value] for item in others for value in values if value in item.terms]
    brands = [product.brand or "", *(item.terms.get(product.brand or "", "") for item in others)]
    return {
        "title": " ".join((product.title, *(item.title for item in others))),
        "brand": " ".join(brands),
        "category": " ".join((*product.category, *(name for item in others for name in item.category))),
        "attributes": " ".join((*values, *terms)),
        "description": " ".join((product.description, *(item.description for item in others))),
    }
