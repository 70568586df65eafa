"""Chips: what the shopper may say next with one touch; and the wishes in force, each with the words that take it back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.choices import choices_of
from assistant.greeting import wishes
from assistant.tools.context import Context
from assistant.tools.kinds import of_kind
from assistant.tools.reply import Reply
from assistant.wording import CHIPS, say
from retrieval.tokens import has_chinese
from shop.need import Need, Wish

Chip = dict[str, str]

_MOST = 5
_ASKED = ("color", "brand", "material")  # facets worth offering, in this order
_OFFERED = 2
_LOOKED_AT = 60  # answers whose facets are counted
_LEAST = 2  # of them that share a value, or it is no way to narrow down
_LONGEST = 20  # characters of a chip; half as many Chinese ones
_NUMBER = re.compile(r"[\d./\s]+")  # says nothing to a reader without what it measures
_NO_WORD = re.compile(r"[\d%+*:：()（）]")  # a measure or a recipe, not something a shopper says


def chips(context: Context, need: Need, shown: int) -> list[Chip]:
    """At most five replies, after a chip for each wish that can be taken back."""
    replies = list(_after_cards(context, need, shown)) if shown else _to_begin(context)
    replies = list(dict.fromkeys(replies))[:_MOST]
    return [*_wishes(context, need), *({"label": text, "text": text, "kind": "reply"} for text in replies)]


def _wishes(context: Context, need: Need) -> Iterator[Chip]:
    language = context.language
    for price, name in ((need.price_max, "up_to"), (need.price_min, "from")):
        if price:
            yield _wish(say(CHIPS, name, language, price=price.text().removesuffix(".00")), "any_price", language)
    if need.brand:
        yield _wish(" / ".join(need.brand), "any_brand", language)
    for wish in need.must:
        lifted = f"any_{wish.attribute}"
        if lifted in CHIPS:
            yield _wish(_named(context, wish), lifted, language)


def _wish(label: str, lifted: str, language: str) -> Chip:
    return {"label": label, "text": CHIPS[lifted][language], "kind": "wish"}


def _after_cards(context: Context, need: Need, shown: int) -> Iterator[str]:
    language = context.language
    names = [name for name, answer in context.answers if isinstance(answer, Reply)]
    if "product_details" in names:
        yield CHIPS["add"][language]
    if "update_cart" in names:
        yield CHIPS["cart"][language]
    if any(card.price for card in context.state.shown) and need.sort == "relevance":
        yield CHIPS["cheaper"][language]
    yield from _facets(context, need)
    if shown > 1:
        yield CHIPS["compare"][language]
    if _has_more(context):
        yield CHIPS["more"][language]


def _has_more(context: Context) -> bool:
    totals = [(answer.data.get("total"), len(answer.cards)) for _, answer in context.answers if isinstance(answer, Reply)]
    return all(total is None or total > shown for total, shown in totals)


def _facets(context: Context, need: Need) -> list[str]:
    if not need.query and not need.category:
        return []
    stated = {wish.attribute for wish in (*need.must, *need.must_not)} | ({"brand"} if need.brand else set())
    found = context.found or of_kind(context.searcher.search(need, k=_LOOKED_AT).candidates, need)
    facets = choices_of([candidate.product for candidate in found])
    offered = []
    for name in _ASKED:
        values = [value for value, count in facets.get(name, ()) if count >= _LEAST and name not in stated]
        labels = (_in_language(context, name, value) for value in values)
        offered += [label for label in labels if _is_clean(label, name, context.language)][:1]
    return offered[:_OFFERED]


def _is_clean(label: str, name: str, language: str) -> bool:
    chinese = has_chinese(label)
    if len(label) > (_LONGEST // 2 if chinese else _LONGEST) or _NO_WORD.search(label):
        return False
    return name == "brand" or chinese == (language == "zh")


def _to_begin(context: Context) -> list[str]:
    return [*wishes(context), CHIPS["recommend"][context.language]]


def _named(context: Context, wish: Wish) -> str:
    if wish.attribute == "rating":
        return say(CHIPS, "stars", context.language, value=" / ".join(wish.values))
    named = " / ".join(_in_language(context, wish.attribute, value) for value in wish.values)
    return say(CHIPS, "size", context.language, value=named) if wish.attribute == "size" and _NUMBER.fullmatch(named) else named


def _in_language(context: Context, attribute: str, value: str) -> str:
    return context.searcher.vocabulary.name_in(attribute, value, context.language)
