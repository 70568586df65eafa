"""Vocabulary: the shop's own words, learned when the index is built: brands, categories, values, in every language it has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import orjson

from shop.product import Product

from .lexicon import lexicon
from .tokens import Unit, has_chinese, key, units

_LONGEST = 6  # units of a name that a shopper would type
_MOST_VALUES = 3000  # of one attribute: more are serial numbers, not words
_LEXICON_KINDS = ("color", "material", "audience", "occasion", "size", "product", "brand")
_EVIDENCE = ("color", "material")  # what a title or a description may tell where the shop states nothing
_TITLE_ONLY = ("brand", "audience")  # a description names many whom it is for

Meaning = tuple[str, str]  # attribute, the shop's own spelling of the value


@dataclass(frozen=True)
class Term:
    """A word of the shop in a text, from `start` to `end`. `value` is the shop's own spelling."""

    attribute: str
    value: str
    start: int
    end: int


class Learning:
    """A vocabulary on its way, product by product."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._others: defaultdict[Meaning, set[str]] = defaultdict(set)

    def add(self, product: Product) -> None:
        """Learn the words of one more product."""
        for attribute, value, others in dict.fromkeys(
            _stated(product)
        ):  # in order: of equally common values the first are kept
            self._counts[attribute][value] += 1
            self._others[attribute, value].update(others)

    def extend(self, other: Learning) -> None:
        """Learn what another has learned of the products that come next."""
        for attribute, values in other._counts.items():
            self._counts[attribute].update(values)
        for meaning, others in other._others.items():
            self._others[meaning].update(others)

    def found(self) -> tuple[dict[str, dict[str, int]], dict[str, list[Meaning]]]:
        """Counts by attribute and value, and what each spelling means."""
        whole = ("brand", "category")
        counts = {
            name: dict(values.most_common(None if name in whole else _MOST_VALUES)) for name, values in self._counts.items()
        }
        spellings: defaultdict[str, list[Meaning]] = defaultdict(list)
        for attribute, values in counts.items():
            for value in values:
                for word in _typeable({value, *self._others[attribute, value]}):
                    spellings[word].append((attribute, value))
        return counts, dict(spellings)


class Vocabulary:
    """Values by attribute with how many products have each, and what every spelling means.

    Attributes are "brand", "category", those of the shop, and of the built-in lexicon "color", "material", "audience",
    "occasion", "size" and "product" (a kind of thing, whether or not the shop sells it).
    """

    def __init__(self, counts: Mapping[str, Mapping[str, int]], spellings: Mapping[str, Sequence[Meaning]]) -> None:
        self._counts = {attribute: dict(values) for attribute, values in counts.items()}
        self._spellings = {word: [(attribute, value) for attribute, value in those] for word, those in spellings.items()}
        self._meanings = _with_lexicon(self._counts, self._spellings)
        self._kinds = {key(name).rpartition(" ")[2] for name in self._counts.get("category", ())}
        self._longest: dict[str, int] = {}
        for word in self._meanings:
            first, length = word.split(" ", 1)[0], word.count(" ") + 1
            self._longest[first] = max(self._longest.get(first, 0), length)

    @classmethod
    def learn(cls, products: Iterable[Product]) -> Self:
        """Read every product's brand, category, attributes and options, with their translations."""
        learning = Learning()
        for product in products:
            learning.add(product)
        return cls(*learning.found())

    def find(self, text: str, language: str = "en") -> list[Term]:
        """The longest words of the shop in the text, from left to right; a word with several meanings gives a term for each.

        The commonest meaning comes first. `language` is that of the text; words of the other language are found as well.
        A word inside a longer one that the lexicon knows is none: there is no 水 in 防水.
        """
        longer = lexicon().find(text)
        return [
            term
            for term in self._find(units(text), None)
            if not any(
                hit.start <= term.start < term.end <= hit.end and hit.end - hit.start > term.end - term.start for hit in longer
            )
        ]

    def values(self, attribute: str) -> Sequence[str]:
        """The shop's values of the attribute, commonest first."""
        values = self._counts.get(attribute, {})
        return sorted(values, key=lambda value: (-values[value], value))

    def attributes(self) -> Sequence[str]:
        """Every attribute of which the shop states a value."""
        return [name for name, values in self._counts.items() if values]

    def count(self, attribute: str, value: str) -> int:
        """How many products have the value."""
        return self._counts.get(attribute, {}).get(value, 0)

    def name_in(self, attribute: str, value: str, language: str) -> str:
        """A spelling of the value in Chinese ("zh") or in Latin letters, where the shop or the lexicon has one."""
        wants_chinese = language == "zh"
        if has_chinese(value) == wants_chinese:
            return value
        others = (word for word, those in self._spellings.items() if (attribute, value) in those)
        spelled = next((word for word in others if has_chinese(word) == wants_chinese), None)
        if spelled:
            return spelled.replace(" ", "") if wants_chinese else spelled
        entry = lexicon().get(value)
        known = entry is not None and entry.kind == {"category": "product"}.get(attribute, attribute)
        return lexicon().in_language(value, language) if known else value

    def is_kind(self, word: str) -> bool:
        """Whether the word ends the name of one of the shop's categories: it says what a thing is."""
        return key(word) in self._kinds

    def meanings(self, word: str) -> Sequence[Meaning]:
        """What the word can mean, commonest first; empty when it is unknown."""
        return self._meanings.get(key(word), ())

    def evidence(self, product: Product) -> Mapping[str, Sequence[str]]:
        """What the product's words say of its brand, colour, material and audience: the title's, else the description's."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        titles = " · ".join((product.title, *(item.title for item in product.translations.values())))
        for term in self._find(units(titles), (*_EVIDENCE, *_TITLE_ONLY)):
            found[term.attribute].append(term.value)
        missing = tuple(name for name in _EVIDENCE if name not in found and name not in product.attributes)
        if missing and product.description:
            for term in self._find(units(product.description), missing):
                found[term.attribute].append(term.value)
        return found

    def _find(self, places: Sequence[Unit], only: Sequence[str] | None) -> Iterator[Term]:
        at = 0
        while at < len(places):
            meanings, taken = self._longest_at(places, at, only)
            for attribute, value in meanings:
                yield Term(attribute, value, places[at].start, places[at + taken - 1].end)
            at += taken

    def _longest_at(self, places: Sequence[Unit], at: int, only: Sequence[str] | None) -> tuple[Sequence[Meaning], int]:
        for taken in range(min(self._longest.get(places[at].text, 0), len(places) - at), 0, -1):
            meanings = self._meanings.get(" ".join(unit.text for unit in places[at : at + taken]), [])
            wanted = meanings if only is None else [meaning for meaning in meanings if meaning[0] in only]
            if wanted:
                return wanted, taken
        return (), 1

    def save(self, path: Path) -> None:
        """Write it to one file."""
        path.write_bytes(orjson.dumps({"counts": self._counts, "spellings": self._spellings}))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. Raises OSError, KeyError or ValueError when it is damaged."""
        data = orjson.loads(path.read_bytes())
        return cls(data["counts"], data["spellings"])


def _stated(product: Product) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    # Attribute, value, and other spellings of that value.
    others = tuple(product.translations.values())

    def translated(value: str) -> tuple[str, ...]:
        return tuple(item.terms[value] for item in others if value in item.terms)

    if product.brand:
        halves = tuple(half.strip() for half in product.brand.split("/")) if "/" in product.brand else ()
        yield "brand", product.brand, (*halves, *translated(product.brand))
    for level, name in enumerate(product.category):
        yield "category", name, tuple(item.category[level] for item in others if len(item.category) > level)
    for attribute, values in product.attributes.items():
        yield from ((attribute, value, translated(value)) for value in values)
    for variant in product.variants:
        yield from ((attribute, value, translated(value)) for attribute, value in variant.options.items() if value)


def _typeable(names: Iterable[str]) -> Iterator[str]:
    # A bare number means nothing without the attribute's name; a sentence is nobody's search word.
    for word in sorted({key(name) for name in names if len(name) <= 60}):
        if word and word.count(" ") < _LONGEST and not word.replace(" ", "").isdigit():
            yield word


def _with_lexicon(
    counts: Mapping[str, Mapping[str, int]], spellings: Mapping[str, Sequence[Meaning]]
) -> dict[str, list[Meaning]]:
    # Every spelling that the lexicon knows for a value of the shop means that value; others mean the lexicon's own first word.
    meanings = {word: list(those) for word, those in spellings.items()}
    for kind in _LEXICON_KINDS:
        for entry in lexicon().of_kind(kind):
            words = [key(word) for word in (*entry.english, *entry.chinese)]
            known = {value for word in words for attribute, value in spellings.get(word, ()) if attribute == kind}
            if kind == "brand" and not known:
                continue  # a brand that the shop does not have is a word like any other
            value = max(known, key=lambda name: (counts[kind][name], name)) if known else entry.english[0]
            for word in words:
                those = meanings.setdefault(word, [])
                if all(attribute != kind for attribute, _ in those):
                    those.append((kind, value))
    for word, those in meanings.items():
        meanings[word] = sorted(those, key=lambda those: -counts.get(those[0], {}).get(those[1], 0))
    return meanings
