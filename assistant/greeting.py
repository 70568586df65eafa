"""Greeting: wishes that a shopper of this shop might have, made from its own categories, prices and colours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from assistant.tools.context import Context
from assistant.wording import WISHES, say
from retrieval.lexicon import lexicon
from retrieval.vocabulary import Vocabulary
from shop.candidate import Candidate
from shop.money import Money
from shop.need import Need

_TRIED = 40  # categories, commonest first
_LOOKED_AT = 12  # products of each
_FORMS = ("under", "colored", "best", "gift")  # one wish of each form, as far as the goods allow
_MADE: WeakKeyDictionary[Vocabulary, dict[str, list[str]]] = WeakKeyDictionary()  # by the words of one build, and language


class _Kind(NamedTuple):
    name: str
    department: str
    goods: Sequence[Candidate]


def wishes(context: Context) -> list[str]:
    """At most four, each of another department where the shop has several; none for a shop without categories."""
    known = _MADE.setdefault(context.searcher.vocabulary, {})
    if context.language not in known:
        known[context.language] = [_wish(form, kind, context) for form, kind in zip(_FORMS, _chosen(context), strict=False)]
    return known[context.language]


def _chosen(context: Context) -> list[_Kind]:
    kinds: list[_Kind] = []
    departments: dict[str, _Kind] = {}
    for kind in _kinds(context):
        kinds.append(kind)
        departments.setdefault(kind.department, kind)
        if len(departments) == len(_FORMS):
            break
    apart = list(departments.values())
    return [*apart, *(kind for kind in kinds if departments[kind.department] is not kind)][: len(_FORMS)]


def _kinds(context: Context) -> Iterator[_Kind]:
    # A kind of goods is a category that ends the path of most of its products; a department is not.
    searcher = context.searcher
    for name in searcher.vocabulary.values("category")[:_TRIED]:
        found = searcher.search(Need(picked_category=name), k=_LOOKED_AT).candidates
        own = [item for item in found if item.product.category and item.product.category[-1] == name]
        if len(own) * 2 > len(found):
            yield _Kind(name, own[0].product.category[0], own)


def _wish(form: str, kind: _Kind, context: Context) -> str:
    language = context.language
    name = _in_a_sentence(context.searcher.vocabulary.name_in("category", kind.name, language))
    price, color = _price(kind.goods), _color(kind.goods)
    parts = {"kind": name}
    if form == "under" and price:
        parts["price"] = price
    elif form == "colored" and color:
        parts["color"] = context.searcher.vocabulary.name_in("color", color, language)
    elif form in ("under", "colored"):
        form = "plain"
    text = say(WISHES, form, language, **parts)
    return text[:1].upper() + text[1:]


def _price(goods: Sequence[Candidate]) -> str | None:
    prices = sorted((item.variant.price for item in goods if item.variant.price), key=lambda price: price.minor)
    return _rounded(prices[len(prices) // 2]) if prices else None


def _rounded(price: Money) -> str:
    # $83.99 is nobody's budget; $85 is.
    major = float(price.major)
    step = max(1.0, 10 ** math.floor(math.log10(max(major, 1))) / 2)
    return Money.parse(math.ceil(major / step) * step, price.currency).text().removesuffix(".00")


def _color(goods: Sequence[Candidate]) -> str | None:
    stated = [value for item in goods for value in _colors(item)]
    return max(Counter(stated).items(), key=lambda pair: (pair[1], pair[0]))[0] if stated else None


def _colors(item: Candidate) -> Sequence[str]:
    own = item.variant.options.get("color")
    stated = (own,) if own else item.product.attributes.get("color", ())
    return [value for value in stated if lexicon().get(value)]  # some shops call a flavour a colour


def _in_a_sentence(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
