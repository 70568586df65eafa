"""Chips: what the shopper may say next with one touch; and the wishes in force, each with the words that take it back."""

from __future__ import annotations

from assistant.greeting import wishes
from assistant.tools.context import Context
from assistant.wording import CHIPS, say
from shop.money import symbol
from shop.need import Need, Wish

Chip = dict[str, str]

_MOST = 5
_ASKED = ("color", "brand", "material")  # facets worth offering, in this order


def chips(context: Context, need: Need, shown: int) -> list[Chip]:
    """At most five replies, after a chip for each wish that can be taken back."""
    replies = _after_cards(context, need, shown) if shown else _to_begin(context)
    return [*_wishes(context, need), *({"label": text, "text": text, "kind": "reply"} for text in replies[:_MOST])]


def _wishes(context: Context, need: Need) -> list[Chip]:
    language = context.language
    found: list[Chip] = []
    for price, name in ((need.price_max, "up_to"), (need.price_min, "from")):
        if price:
            label = say(CHIPS, name, language, price=f"{symbol(price.currency)}{price.decimal()}")
            found.append({"label": label, "text": CHIPS["any_price"][language], "kind": "wish"})
    if need.brand:
        found.append({"label": " / ".join(need.brand), "text": CHIPS["any_brand"][language], "kind": "wish"})
    for wish in need.must:
        lifted = CHIPS.get(f"any_{wish.attribute}")
        if lifted:
            found.append({"label": _named(context, wish), "text": lifted[language], "kind": "wish"})
    return found


def _after_cards(context: Context, need: Need, shown: int) -> list[str]:
    language = context.language
    stated = {wish.attribute for wish in need.must} | ({"brand"} if need.brand else set())
    facets = context.searcher.facets(need) if need.query else {}
    offered = [_in_language(context, name, facets[name][0][0]) for name in _ASKED if name in facets and name not in stated][:2]
    replies = [CHIPS["cheaper"][language], *offered]
    if shown > 1:
        replies.append(CHIPS["compare"][language])
    return [*replies, CHIPS["more"][language]]


def _to_begin(context: Context) -> list[str]:
    return [*wishes(context), CHIPS["recommend"][context.language]]


def _named(context: Context, wish: Wish) -> str:
    return " / ".join(_in_language(context, wish.attribute, value) for value in wish.values)


def _in_language(context: Context, attribute: str, value: str) -> str:
    return context.searcher.vocabulary.name_in(attribute, value, context.language)
