"""Writer: words a turn's facts without an LLM. One method of its own for each tool, one sentence for each thing to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from assistant.tools.context import Context
from assistant.tools.reply import Refused, Reply
from assistant.understanding.understanding import Understanding
from assistant.wording import LACKING, SENTENCES, all_excluded, attribute_name, currency_name, row_text, say
from shop.money import Money
from shop.need import Need

_ALONE = ("reset", "complaint", "human", "order_status", "greet", "thanks", "goodbye", "help", "off_topic", "fine")
_LEAST_ALONE = ("greet", "fine")  # said only when nothing else is
_FIXED = ("human", "order_status")
_LONGEST_ECHO = 60  # characters of what was asked for that are said again
_MOST_TITLES = 5  # of what is in the cart
_MOST_DESCRIBED = 3  # sentences of a description


class Said(NamedTuple):
    """One sentence. A fixed one must be said, and in these words: what was relaxed, what is in the cart, what a policy says."""

    text: str
    fixed: bool = False


def sentences(context: Context, shop: str) -> Iterator[str]:
    """What to say after the tools have answered, sentence by sentence. Each still has to pass the guard."""
    return (said.text for said in said_of(context, shop))


def said_of(context: Context, shop: str) -> Iterator[Said]:
    """The same, with what must be said marked."""
    understood = context.understanding
    if understood is None:
        yield Said(say(SENTENCES, "broken", context.language), fixed=True)
        return
    said = False
    for name in _ALONE:
        if understood.has(name) and not (name in _LEAST_ALONE and len(understood.intents) > 1):
            said = True
            yield Said(say(SENTENCES, name, context.language, shop=shop), fixed=name in _FIXED)
    for name, answer in context.answers:
        for sentence in _answer(context, name, answer):
            said = True
            yield sentence
    if understood.foreign_currency:
        said = True
        currency = currency_name(context.currency, context.language)
        yield Said(say(SENTENCES, "foreign", context.language, currency=currency), fixed=True)
    if not said:
        yield from _at_a_loss(context, understood)


def _at_a_loss(context: Context, understood: Understanding) -> Iterator[Said]:
    language, shown = context.language, len(context.state.shown)
    pointed = any(reference.position is not None for reference in understood.references)
    if pointed and shown:
        yield Said(say(SENTENCES, "only_one" if shown == 1 else "only_few", language, count=str(shown)))
    if understood.has("cart_remove") and not pointed:
        yield Said(say(SENTENCES, "not_in_cart", language))
        return
    pointing = pointed or any(understood.has(name) for name in ("cart_add", "compare", "details"))
    yield Said(say(SENTENCES, "which" if pointing else "unclear", language))


def _answer(context: Context, name: str, answer: Reply | Refused) -> Iterator[Said]:
    language = context.language
    if isinstance(answer, Refused):
        yield Said(say(SENTENCES, "failed", language), fixed=True)
        yield Said(str(answer), fixed=True)
    elif name == "search_products":
        yield from _found(context, answer)
    elif name == "recommend":
        yield Said(say(SENTENCES, "recommended" if answer.cards else "nothing_to_recommend", language))
    elif name == "product_details":
        yield from map(Said, _details(answer.data, language))
    elif name == "compare_products":
        yield from map(Said, _compared(answer.data["rows"], language))
    elif name in ("view_cart", "update_cart"):
        yield from (Said(text, fixed=True) for text in _cart(answer.data, language))
    elif name == "shop_policy":
        policy = answer.data["policy"]
        yield Said(policy["text"] if policy else say(SENTENCES, "no_policy", language), fixed=True)
    elif name != "parse_intent":
        yield Said(answer.text)


def _found(context: Context, answer: Reply) -> Iterator[Said]:
    language, data = context.language, answer.data
    need = context.understanding.need if context.understanding else context.state.need
    for typed, meant in context.understanding.mended if context.understanding else ():
        yield Said(say(SENTENCES, "mended", language, typed=typed, meant=meant))
    if not answer.cards:
        if data["more"]:
            yield Said(say(SENTENCES, "nothing_left", language), fixed=True)
            return
        if data["excluded"]:
            ruled_out = _list(data["excluded"], language)
            yield Said(all_excluded(need.query or context.text, ruled_out, language), fixed=True)
            return
        wanted = " ".join((*need.brand, need.query)).strip()
        query = wanted or context.text
        name = "nothing" if len(query) <= _LONGEST_ECHO else "nothing_long"
        yield Said(say(SENTENCES, name, language, query=query), fixed=True)
        yield Said(say(SENTENCES, "try_other", language))
        return
    if data["relaxed"]:
        yield from (Said(text, fixed=True) for text in _relaxed(data["relaxed"], _hard(need), language))
    elif data["weak"]:
        yield Said(say(SENTENCES, "weak", language), fixed=True)
    else:
        total, shown = data["total"], len(answer.cards)
        if data["more"]:
            yield Said(say(SENTENCES, "one_more" if shown == 1 else "more", language, shown=str(shown)))
            return
        name = "found_one" if total == 1 else "found_few" if total <= shown else "found_many"
        yield Said(say(SENTENCES, name, language, total=f"{total:,}", shown=str(shown)))
        top = answer.cards[0]
        title, price = top.product.title_in(language), top.variant.price
        name = "top" if price else "top_unpriced"
        yield Said(say(SENTENCES, name, language, title=title, price=price.text() if price else ""))
    if data["unknown"]:
        yield Said(say(SENTENCES, "unknown", language, names=_list(data["unknown"], language)), fixed=True)
    if data["unstated"]:
        names = [attribute_name(item, language) for item in data["unstated"]]
        yield Said(say(SENTENCES, "unstated", language, names=_list(names, language)), fixed=True)
    if data["ignored"]:
        names = [attribute_name(item, language) for item in data["ignored"]]
        yield Said(say(SENTENCES, "ignored", language, names=_list(names, language)), fixed=True)


def _relaxed(relaxed: list[dict[str, str]], hard: int, language: str) -> Iterator[str]:
    # What was given up comes first: the shopper misses that the most.
    widened = [item for item in relaxed if "to" in item]
    dropped = [item for item in relaxed if "to" not in item]
    wider = _list([wider_text(item, language) for item in widened], language)
    rest = "_one" if hard > len(relaxed) else ""
    if dropped:
        yield say(SENTENCES, f"relaxed{rest}", language, wishes=_wishes(dropped, language))
    if widened:
        name = "widened_too" if dropped else f"widened{rest}"
        yield say(SENTENCES, name, language, wishes=_wishes(widened, language), wider=wider)


def _wishes(relaxed: list[dict[str, str]], language: str) -> str:
    return _list([wish_text(item, language) for item in relaxed], language)


def _hard(need: Need) -> int:
    return sum(map(bool, (need.price_max, need.price_min, need.brand, need.in_stock))) + len(need.must)


def wish_text(relaxed: dict[str, str], language: str) -> str:
    """A wish that was widened or given up, as the reply names it."""
    return _wished(relaxed["attribute"], relaxed["value"], language)


def wider_text(relaxed: dict[str, str], language: str) -> str:
    """What a wish was widened to, as the reply names it."""
    return _wished(relaxed["attribute"], relaxed["to"], language)


def _wished(name: str, value: str, language: str) -> str:
    return say(LACKING, name, language, value=value) if name in LACKING else value


def _compared(rows: dict[str, list[str]], language: str) -> Iterator[str]:
    if not rows:
        yield say(SENTENCES, "alike", language)
        return
    names = [attribute_name(name, language) for name in rows]
    yield say(SENTENCES, "compared", language, names=_list(names, language))
    yield _begun(row_text({name: [" / ".join(values)] for name, values in rows.items()}, language))


def _details(data: dict[str, Any], language: str) -> Iterator[str]:
    if data["asked"]:
        yield from _answered(data, language)
        return
    yield say(SENTENCES, "details", language, title=data["title"])
    yield from _split(data["description"])[:_MOST_DESCRIBED]
    rows = {**data["attributes"], **data["options"]}
    if rows:
        yield _begun(row_text(rows, language))


def _begun(line: str) -> str:
    return line[:1].upper() + line[1:]


def _answered(data: dict[str, Any], language: str) -> Iterator[str]:
    rows = data["lines"]
    if data["stock"]:
        yield data["stock"]
    if data["price"]:
        yield say(SENTENCES, "costs", language, title=data["title"], price=data["price"])
    elif data["price_asked"]:
        yield say(SENTENCES, "no_price", language, title=data["title"])
    elif rows or data["passages"]:
        yield say(SENTENCES, "told", language)
        yield from (*data["passages"], *rows)
    elif not data["stock"]:
        yield say(SENTENCES, "not_told", language, title=data["title"])


def _cart(data: dict[str, Any], language: str) -> Iterator[str]:
    cart = data["cart"]
    if "done" in data:
        yield say(SENTENCES, data["done"], language, title=data["title"])
    if not cart["count"]:
        yield say(SENTENCES, "cart_empty", language)
    elif cart["total"]:
        yield say(
            SENTENCES, "cart", language, count=str(cart["count"]), total=Money.parse(cart["total"], cart["currency"]).text()
        )
    else:
        yield say(SENTENCES, "cart_unpriced", language, count=str(cart["count"]))
    if cart["lines"] and "done" not in data:
        titles = [f"“{line['title']}”" for line in cart["lines"]]
        rest = ["…"] if len(titles) > _MOST_TITLES else []
        yield say(SENTENCES, "cart_lines", language, titles=_list([*titles[:_MOST_TITLES], *rest], language))


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+|(?<=[。！？])", text) if part.strip()]


def _list(values: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(values)
