"""Cards: what the shopper sees of a product. Built from the catalogue, never from a model's text."""

from __future__ import annotations

from typing import Any

from retrieval.lexicon import lexicon
from shop.candidate import Candidate, Why
from shop.money import Money

from .wording import FIELDS, NOTES, REASONS, attribute_name, say

_GOOD = 4.3  # stars worth naming
_ENOUGH = 5  # reviews behind them
_MOST_REASONS = 2
_FAMILIES = ("color", "material", "category")  # widened to a broader name, not to a neighbour
_DULL = frozenset(text for name in ("price_max", "price_min", "in_stock") for text in REASONS[name].values())


def card(candidate: Candidate, language: str) -> dict[str, Any]:
    """The card as JSON: strings are plain text, prices decimal strings in major units."""
    product, variant = candidate.product, candidate.variant
    return {
        "id": product.id,
        "variant": variant.id,
        "title": product.title_in(language),
        "price": variant.price.decimal() if variant.price else None,
        "list_price": _list_price(candidate).decimal() if _list_price(candidate) else None,  # type: ignore[union-attr]
        "price_text": variant.price.text() if variant.price else None,
        "list_price_text": _list_price(candidate).text() if _list_price(candidate) else None,  # type: ignore[union-attr]
        "currency": variant.price.currency if variant.price else None,
        "brand": product.term_in(product.brand, language) if product.brand else None,
        "category": list(product.category_in(language)),
        "in_stock": variant.in_stock,
        "rating": product.rating,
        "reviews": product.reviews,
        "image": variant.image or next(iter(product.images), None),
        "url": product.url,
        "choices": len(product.variants),
        "options": {name: product.term_in(value, language) for name, value in variant.options.items()},
        "reason": reason(candidate, language),
        "notes": notes(candidate, language),
    }


def reason(candidate: Candidate, language: str) -> str:
    """Why this one, in a few words; where nothing else is to be said, which of the shopper's words it holds."""
    product = candidate.product
    parts = [text for why in candidate.why if (text := _reason(why, candidate, language))]
    if product.rating is not None and product.rating >= _GOOD and product.reviews >= _ENOUGH:
        parts.append(say(REASONS, "rated", language, rating=f"{product.rating:.1f}", count=str(product.reviews)))
    # That it fits the budget says least, so it comes last, and once.
    parts.sort(key=lambda text: text in _DULL)
    dull = [text for text in parts if text in _DULL][1:]
    said = [text for text in dict.fromkeys(parts) if text not in dull][:_MOST_REASONS]
    return " · ".join(said or [_matched(why, language) for why in candidate.why if why.kind == "matches"])


def explained(candidate: Candidate, language: str) -> list[str]:
    """Everything that speaks for the candidate, a sentence each, for who wants to know why it stands where it does."""
    words = [_matched(why, language) for why in candidate.why if why.kind == "matches"]
    wishes = [text for why in candidate.why if (text := _satisfied(why, candidate, language))]
    return list(dict.fromkeys((*words, *wishes)))


def notes(candidate: Candidate, language: str) -> list[str]:
    """What the shopper should know before choosing it: open and broken wishes, and that it is sold out."""
    found = []
    for why in candidate.why:
        attribute, value = why.values.get("attribute", ""), why.values.get("value", "")
        if why.kind == "not_stated":
            found.append(say(NOTES, "not_stated", language, name=attribute_name(attribute, language)))
        elif why.kind == "relaxed":
            found.append(_broken(attribute, value, candidate.variant.price, language))
        elif why.kind == "widened":
            found.append(_near(attribute, value, why.values["to"], candidate, language))
    if candidate.variant.in_stock is False:
        found.append(say(NOTES, "sold_out", language))
    return found


def _broken(attribute: str, value: str, price: Money | None, language: str) -> str:
    if attribute in ("price_max", "price_min"):
        if price is None:
            return say(NOTES, "price_unknown", language)
        return say(NOTES, attribute, language, value=Money.parse(value, price.currency).text())
    words = " / ".join(lexicon().in_language(part, language) for part in value.split(" / "))
    return say(NOTES, attribute if attribute in NOTES else "relaxed", language, value=words)


def _near(attribute: str, value: str, to: str, candidate: Candidate, language: str) -> str:
    price = candidate.variant.price
    if attribute in ("price_max", "price_min") and price is not None:
        return say(NOTES, f"near_{attribute}", language, value=Money.parse(value, price.currency).text())
    words = _value(candidate, value, language)
    if attribute in _FAMILIES:
        return say(NOTES, "near_family", language, value=words, to=_value(candidate, to, language))
    return say(NOTES, "near", language, value=words)


def _matched(why: Why, language: str) -> str:
    return say(REASONS, "matches", language, words=why.values["words"], field=say(FIELDS, why.values["field"], language))


def _satisfied(why: Why, candidate: Candidate, language: str) -> str | None:
    if why.kind == "wish" and why.values["attribute"] not in REASONS:
        name = attribute_name(why.values["attribute"], language)
        return f"{name}: {_value(candidate, why.values['value'], language)}"
    return _reason(why, candidate, language)


def _reason(why: Why, candidate: Candidate, language: str) -> str | None:
    if why.kind == "matches":
        return None  # said only where nothing else is
    if why.kind == "wish":
        attribute, value = why.values["attribute"], why.values["value"]
        if attribute in REASONS:
            return say(REASONS, attribute, language)
        if attribute in candidate.variant.options:
            return None  # the card states it already
        return _value(candidate, value, language) if attribute in ("color", "material", "size") else None
    return say(REASONS, why.kind, language, **why.values) if why.kind in REASONS else None


def _value(candidate: Candidate, value: str, language: str) -> str:
    return " / ".join(lexicon().in_language(candidate.product.term_in(part, language), language) for part in value.split(" / "))


def _list_price(candidate: Candidate) -> Money | None:
    price, listed = candidate.variant.price, candidate.variant.list_price
    return listed if price and listed and listed.minor > price.minor else None
