"""Guard: no sentence that claims a price, discount, stock, rating or delivery leaves without a fact behind it.

It fails closed: what it cannot judge does not leave. Which products a sentence may name is judged here as far as they stand in
quotation marks; `mentions` judges the rest of what a language model writes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, TypeVar

from assistant import claims
from assistant.backing import Backing
from retrieval.tokens import fold, has_chinese, key

_BOUNDARY = ".!?。！？:：;；…"
_LABEL = 40  # characters of an attribute's name
_EDGES = " .,;:!?。，；：！？、"

T = TypeVar("T")


class _Amount(NamedTuple):
    value: Decimal
    sign: str
    start: int
    end: int


class Guard:
    """Judges sentences by the facts that the tools of this conversation gave."""

    def __init__(self, backing: Backing) -> None:
        self._titles: dict[str, str | None] = {}  # to the product's id
        self._prices: defaultdict[str | None, set[Decimal]] = defaultdict(set)
        self._stock: defaultdict[str | None, set[str]] = defaultdict(set)
        self._ratings: defaultdict[str | None, set[Decimal]] = defaultdict(set)
        for fact in backing.facts:
            self._learn(fact.kind, plain(fact.value), fact.product_id)
        self._now, self._currency = backing.now, backing.currency
        self._verbatim = [plain(text) for text in (*backing.verbatim, *(f.value for f in backing.facts if f.kind == "policy"))]
        self._values = set(self._verbatim)
        self._words, self._said = plain(backing.words), plain(backing.said)
        self._told = {_normal(word) for word in key(f"{backing.words} {backing.said}").split()}
        self._said_amounts = {number for text in re.findall(claims.NUMBER, self._said) if (number := _number(text)) is not None}

    def _learn(self, kind: str, value: str, product: str | None) -> None:
        if kind == "product":
            self._titles[value] = product
        elif kind == "stock":
            self._stock[product].add(value)
        elif kind in ("price", "rating") and (number := _number(value)) is not None:
            (self._prices if kind == "price" else self._ratings)[product].add(number)

    def allows(self, sentence: str) -> bool:
        """Whether the sentence may leave."""
        try:
            return self._backed(plain(sentence)) or all(self._backed(plain(line)) for line in sentence.split("\n"))
        except Exception:  # whatever goes wrong in judging, an unjudged sentence stays inside
            return False

    def _backed(self, sentence: str) -> bool:
        if not sentence or not self._is_readable(sentence):
            return False
        if any(_is_passage(sentence, text) for text in self._verbatim) or self._is_row(sentence):
            return True
        if claims.MARKUP.search(sentence) or claims.PHONE.search(sentence):
            return False
        quoted = [next(filter(None, groups)) for groups in claims.QUOTED.findall(sentence)]
        if not all(self._is_quotable(text.strip()) for text in quoted):
            return False
        named, rest = self._named(sentence, quoted)
        if claims.LOOSE_QUOTE.search(rest) or any(not self._is_told(rest, claim) for claim in claims.CLAIMS.finditer(rest)):
            return False
        return self._prices_hold(rest, named) and self._ratings_hold(rest, named) and self._stock_holds(rest, named)

    def _is_row(self, sentence: str) -> bool:
        # "warranty: 2 years": what a tool gave as a value may be said as one.
        label, _, values = sentence.partition(": ")
        if len(label) > _LABEL or (claims.CLAIMS.search(label) and label not in self._words):
            return False
        return bool(values) and all(value in self._values for value in re.split(r" / |, |、", values))

    def _is_readable(self, sentence: str) -> bool:
        # Letters of a third script may look like ours and be read by no rule here.
        strange = {letter for letter in sentence if letter.isalpha() and not _is_ours(letter)}
        return all(letter in self._words or letter in self._said for letter in strange)

    def _is_quotable(self, text: str) -> bool:
        if text in self._titles or text in self._said:
            return True
        words = f" {key(text)} "
        if words.strip().count(" ") and any(words in f" {key(title)} " for title in self._titles):
            return True
        return bool(words.strip()) and all(_normal(word) in self._told for word in words.split())

    def _named(self, sentence: str, quoted: list[str]) -> tuple[set[str | None], str]:
        # The products that are named, and the sentence without their names and without what repeats the shopper.
        named = {self._titles[text] for text in quoted if text in self._titles}
        rest = claims.QUOTED.sub(self._unquoted, sentence)
        for title in sorted(self._titles, key=len, reverse=True):
            if title and title in rest:
                named.add(self._titles[title])
                rest = rest.replace(title, " ")
        return named, " ".join(rest.split())

    def _unquoted(self, quotation: re.Match[str]) -> str:
        # Quotation marks make no claim harmless: an amount counts inside them as well.
        text = next(filter(None, quotation.groups())).strip()
        is_repeated = text in self._said and not any(letter.isdigit() for letter in text)
        return " " if text in self._titles or is_repeated else f" {text} "

    def _is_told(self, sentence: str, claim: re.Match[str]) -> bool:
        # "100% cotton", "shuts off by itself": the catalogue's own words, with what stands around them.
        start, end, text = *claim.span(), claim.group()
        if has_chinese(text):
            around = [sentence[max(0, start - 2) : end], sentence[start : end + 2]]
        else:
            before, after = sentence[:start].split()[-1:], sentence[end:].split()[:1]
            around = [" ".join([*before, text]), " ".join([text, *after])]
        told = (part.strip(_EDGES) for part in around)
        return any(len(part) > len(text) and part in self._words for part in told)

    def _prices_hold(self, sentence: str, named: Collection[str | None]) -> bool:
        allowed = self._of(self._prices, named)
        return all(self._price_holds(sentence, amount, allowed, named) for amount in self._amounts(sentence))

    def _price_holds(self, sentence: str, amount: _Amount, allowed: Collection[Decimal], named: Collection[str | None]) -> bool:
        if amount.sign and not _is_of(amount.sign, self._currency):
            return False
        if amount.value in allowed:
            return True
        return amount.value in self._said_amounts and self._limit_holds(sentence, amount, named)

    def _limit_holds(self, sentence: str, limit: _Amount, named: Collection[str | None]) -> bool:
        before, after = sentence[: limit.start], sentence[limit.end :]
        under = claims.UNDER_BEFORE.search(before) or claims.UNDER_AFTER.match(after)
        if not under and not claims.OVER_BEFORE.search(before) and not claims.OVER_AFTER.match(after):
            return False  # "it costs $35" is no way to repeat "under $35?"
        if claims.NO_LIMIT.search(sentence) or sentence.endswith(("?", "？")):
            return True
        products = [self._prices[id_] for id_ in (named or self._now) if self._prices.get(id_)]
        fits = [any(price <= limit.value if under else price >= limit.value for price in prices) for prices in products]
        return bool(fits) and all(fits)

    def _amounts(self, sentence: str) -> Iterator[_Amount]:
        spans = []
        for found in claims.AMOUNT.finditer(sentence):
            spans.append(found.span())
            text, sign = found["after"] or found["before"], (found["sign"] or found["word"]).strip()
            yield _Amount(_sure(text) / (100 if sign.startswith("cent") else 1), sign, *found.span())
        for found in claims.BARE.finditer(sentence):
            text = found[1] or found[2]
            if not any(start < found.end() and found.start() < end for start, end in spans) and text not in self._words:
                yield _Amount(_sure(text), "", *found.span())

    def _ratings_hold(self, sentence: str, named: Collection[str | None]) -> bool:
        allowed = self._of(self._ratings, named)
        stars = [next(filter(None, groups)) for groups in claims.RATING.findall(sentence)]
        counted = all(re.search(rf"(?<!\d){re.escape(count)}(?!\d)", self._words) for count in claims.REVIEWS.findall(sentence))
        return counted and all(_sure(value) in allowed for value in stars)

    def _stock_holds(self, sentence: str, named: Collection[str | None]) -> bool:
        # When some of the goods are there and some are not, a sentence about stock has to say which.
        out, there = claims.SOLD_OUT.search(sentence), claims.STOCK.search(sentence)
        if not out and not there:
            return True
        stock = self._of(self._stock, named or self._now)
        if out or claims.NO_STOCK.search(sentence):
            return stock == {"no"}
        return stock == {"yes"}

    def _of(self, facts: Mapping[str | None, set[T]], named: Collection[str | None]) -> set[T]:
        ids = [id_ for id_ in facts if id_ in named] if named else list(facts)
        return {value for id_ in ids for value in facts[id_]}


def plain(text: str) -> str:
    """The text as it is judged: NFKC, lower case, simplified characters, no invisible ones, single spaces."""
    normal = unicodedata.normalize("NFKC", text.replace("，", "， "))  # "4.8，120条" is no 8,120
    shown = "".join(letter for letter in normal if not _is_invisible(letter))
    return " ".join(fold(shown).split())


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Mn", "Me", "Co", "Cn") or letter in "\u115f\u1160\u3164\uffa0"


def _is_ours(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(("LATIN", "CJK", "IDEOGRAPHIC"))


def _is_passage(sentence: str, text: str) -> bool:
    # Whole sentences of a passage; a piece cut out of one may say the opposite.
    start = text.find(sentence)
    while start >= 0:
        before, after = text[:start].rstrip(), text[start + len(sentence) :].lstrip()
        if (not before or before[-1] in _BOUNDARY) and (not after or sentence[-1] in _BOUNDARY):
            return True
        start = text.find(sentence, start + 1)
    return False


def _is_of(sign: str, currency: str) -> bool:
    known = claims.SIGNS.get(currency, (currency.lower(),))
    return any(sign == name or (name.isalpha() and sign.startswith(name)) for name in (*known, currency.lower()))


def _sure(text: str) -> Decimal:
    return Decimal(text.rstrip(",").replace(",", "")).normalize()


def _number(text: str) -> Decimal | None:
    try:
        return _sure(text)
    except InvalidOperation:
        return None


def _normal(word: str) -> str:
    number = _number(word) if word[:1].isdigit() else None
    return str(number) if number is not None else word
