"""Mentions: the products, brands and models that a sentence names without quotation marks. What no tool told of is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from assistant.backing import Backing
from assistant.claims import CAPITALISED, ENGLISH, ORDINARY, QUOTED
from assistant.guard import plain
from assistant.tongue import is_judgeable
from retrieval.search import Searcher
from retrieval.tokens import key
from shop.need import Need
from shop.product import Product

_TITLES = 20  # of the catalogue that come nearest to a sentence
_LEAST_TITLE = {True: 4, False: 2}  # characters of a Chinese title, words of another, that can name a product
_CAPITAL = r"[a-z]{0,2}[A-ZÀ-Þ][A-Za-zÀ-ÿ0-9’'&.+-]*[A-Za-zÀ-ÿ0-9+]|[A-ZÀ-Þ]"
_RUN = re.compile(rf"(?<![A-Za-zÀ-ÿ0-9_.])(?:{_CAPITAL})(?:\s+(?:{_CAPITAL}|\d[\w.+-]*))*")
_MODEL = re.compile(r"(?<![\w-])(?=[\w./+-]*\d)(?=[\w./+-]*[A-Za-z])[A-Za-z0-9][\w./+-]*[\w]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FEW = 5  # up to here a number counts the cards
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_START = re.compile(r"(?:^|[.!?…:;。！？：；(\[—–\n]|[-•]\s)\s*[“”\"'‘’(]*$")


class Mentions:
    """Judges the names in a language model's sentences by the shop's own words. Looks titles up: some milliseconds each."""

    def __init__(self, searcher: Searcher, backing: Backing, shop: str) -> None:
        self._searcher = searcher
        passages = "\n".join(backing.verbatim)
        told = [fact.value for fact in backing.facts]
        text = "\n".join((*told, backing.words, backing.said, passages, shop))
        self._lines = [f" {key(line)} " for line in text.splitlines()]
        self._all = f" {key(text)} "
        self._words = set(self._all.split())
        self._ids = {fact.product_id for fact in backing.facts if fact.kind == "product"}
        self._numbers = {_number(number) for number in _NUMBER.findall(text)} | {str(few) for few in range(_FEW + 1)}
        self._models = {model.lower() for model in _MODEL.findall(text)}
        self._brands = {value for attribute, value in self._meant(text) if attribute == "brand"}

    def backed(self, sentence: str) -> bool:
        """Whether every product, brand and model that it names was told of, or named by the shopper. Fails closed."""
        try:
            text = QUOTED.sub(" . ", _visible(sentence))  # what stands in quotation marks is the guard's to judge
            return (
                is_judgeable(text, self._words)
                and all(_number(number) in self._numbers for number in _NUMBER.findall(text))
                and all(self._is_known_model(model) for model in _MODEL.findall(text))
                and all(self._is_known_run(words, starts) for words, starts in _runs(text))
                and all(self._is_known_brand(text, start, end, value) for value, start, end in self._brands_in(text))
                and not any(self._is_unknown(product, text) for product in self._near(text))
            )
        except Exception:  # an unjudged sentence stays inside
            return False

    def _is_known_model(self, model: str) -> bool:
        return model.lower() in self._models or bool(_ORDINAL.fullmatch(model)) or key(model) in self._words

    def _is_known_run(self, words: list[str], starts: bool) -> bool:
        # "The Canvas Boots" begins a sentence, so its first word need not be part of the name; "Winter Canvas Boots" does too.
        first, rest = words[0], _names(words[1:])
        if starts and (not rest or (_plain_word(first) in ENGLISH and self._is_name(rest))):
            return True
        return self._is_name(_names(words))

    def _is_name(self, words: list[str]) -> bool:
        if len(words) < 2:
            return all(key(word) in self._words or f" {key(word)} " in self._all for word in words)
        return self._is_tiled(words)

    def _is_tiled(self, words: list[str]) -> bool:
        # A name may be put together from a brand and a title that were told of, not from pieces of several titles.
        if not words:
            return True
        lengths = range(len(words), 0, -1)
        return any(self._is_piece(words[:n], whole=n == 1) and self._is_tiled(words[n:]) for n in lengths)

    def _is_piece(self, words: list[str], *, whole: bool) -> bool:
        wanted = f" {key(' '.join(words))} "
        if whole:
            return any(attribute != "product" for attribute, _ in self._meant(words[0])) and wanted in self._all
        return any(wanted in line for line in self._lines)

    def _meant(self, text: str) -> Iterator[tuple[str, str]]:
        return ((term.attribute, term.value) for term in self._searcher.vocabulary.find(text))

    def _brands_in(self, text: str) -> Iterator[tuple[str, int, int]]:
        terms = self._searcher.vocabulary.find(text)
        other = {(term.start, term.end) for term in terms if term.attribute != "brand"}
        for term in terms:
            small = text[term.start : term.end].islower() and text[term.start : term.end].isascii()
            if term.attribute == "brand" and not (small and (term.start, term.end) in other):
                yield term.value, term.start, term.end

    def _is_known_brand(self, text: str, start: int, end: int, value: str) -> bool:
        name = text[start:end]
        small = name.islower() or (name[1:].islower() and bool(_START.search(text[:start])))
        return value in self._brands or f" {key(name)} " in self._all or (small and name.lower() in ORDINARY)

    def _near(self, text: str) -> Iterator[Product]:
        return (item.product for item in self._searcher.search(Need(query=text), k=_TITLES).candidates)

    def _is_unknown(self, product: Product, text: str) -> bool:
        if product.id in self._ids:
            return False
        words = f" {key(text)} "
        titles = (key(title) for title in (product.title, *(item.title for item in product.translations.values())))
        return any(f" {title} " in words and f" {title} " not in self._all for title in titles if _is_a_name(title))


def _number(text: str) -> str:
    return str(Decimal(text.replace(",", "")).normalize())


def _names(words: list[str]) -> list[str]:
    return [word for word in words if _plain_word(word) not in CAPITALISED]


def _plain_word(word: str) -> str:
    return word.lower().replace("’", "'")


def _runs(text: str) -> Iterator[tuple[list[str], bool]]:
    for found in _RUN.finditer(text):
        yield found.group().split(), bool(_START.search(text[: found.start()]))


def _is_a_name(title: str) -> bool:
    chinese = bool(re.search(r"[\u3400-\u9fff]", title))
    return len(title.split()) >= _LEAST_TITLE[chinese]


def _visible(text: str) -> str:
    # The case matters here; everything else is as the guard reads it.
    normal = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in normal if plain(letter) or letter.isspace())
