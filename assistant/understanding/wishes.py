"""Wishes: the words of an utterance that say what the product must or must not be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.vocabulary import Term, Vocabulary
from shop.need import Wish

from .cues import NEGATION, NOT_GOODS

Span = tuple[int, int]

_HARD = ("color", "material", "size")
_SOFT = ("category", "product")
_SIZE = re.compile(
    r"\b(?:in )?(?:a )?size:? ?(\d{1,3}(?:\.5)?|x{0,4}[sl]|m)\b|(\d{2}(?:\.5)?)\s?码"
    r"|\b(x{1,4}[sl]|[2-5]xl)\b|([大中小]|加大|特大)码",
    re.IGNORECASE,
)
_CHINESE_SIZES = {"小": "S", "中": "M", "大": "L", "加大": "XL", "特大": "XXL"}
_END_OF_WORD = re.compile(r"[\s,.;:!?，。；：！？、]|(?<=[\u4e00-\u9fff])的")


@dataclass
class Wishes:
    """What was wished for, and the places in the text that are not words to search for."""

    brand: list[str] = field(default_factory=list)
    category: list[str] = field(default_factory=list)
    must: dict[str, list[str]] = field(default_factory=dict)
    must_not: dict[str, list[str]] = field(default_factory=dict)
    audience: str | None = None
    occasion: str | None = None
    spans: list[Span] = field(default_factory=list)

    def as_must(self) -> tuple[Wish, ...]:
        """The hard wishes, ready for a Need."""
        return tuple(Wish(attribute=name, values=tuple(values)) for name, values in self.must.items())

    def as_must_not(self) -> tuple[Wish, ...]:
        """The exclusions, ready for a Need."""
        return tuple(Wish(attribute=name, values=tuple(values)) for name, values in self.must_not.items())


def wishes_in(text: str, vocabulary: Vocabulary) -> Wishes:
    """Read brands, colours, materials, sizes, kinds of goods, whom and what they are for, and what they must not be."""
    found = Wishes()
    rest = _exclusions(text, vocabulary, found)
    rest = _sizes(rest, found)
    by_span: dict[Span, list[Term]] = {}
    for term in vocabulary.find(rest):
        by_span.setdefault((term.start, term.end), []).append(term)
    for span, terms in by_span.items():
        _take(rest, span, terms, vocabulary, found)
    return found


def _take(text: str, span: Span, terms: Sequence[Term], vocabulary: Vocabulary, found: Wishes) -> None:
    kinds = {term.attribute: term.value for term in reversed(terms)}
    if "brand" in kinds and _is_brand(text[span[0] : span[1]], span[0], terms, vocabulary):
        found.brand.append(kinds["brand"])
        found.spans.append(span)
        return
    for attribute in _HARD:
        if attribute in kinds and not any(name in kinds for name in _SOFT):
            # What a mask checks needs no words; left in the query it would outlive a change of mind.
            found.must.setdefault(attribute, []).append(kinds[attribute])
            found.spans.append(span)
    if "category" in kinds:
        found.category.append(kinds["category"])
    elif "product" in kinds:
        found.category.append(kinds["product"])
    if "audience" in kinds:
        found.audience = kinds["audience"]
    if "occasion" in kinds:
        found.occasion = kinds["occasion"]


def _is_brand(word: str, start: int, terms: Sequence[Term], vocabulary: Vocabulary) -> bool:
    # A name that is also an ordinary word is the brand only when it is written like a name.
    if vocabulary.count("brand", next(term.value for term in terms if term.attribute == "brand")) == 0:
        return False
    ambiguous = any(term.attribute != "brand" for term in terms)
    return not ambiguous or (word[:1].isupper() and start > 0)


def _sizes(text: str, found: Wishes) -> str:
    for match in _SIZE.finditer(text):
        value = next(group for group in match.groups() if group)
        found.must.setdefault("size", []).append(_CHINESE_SIZES.get(value, value.upper()))
        found.spans.append(match.span())
        text = _blank(text, match.span())
    return text


def _exclusions(text: str, vocabulary: Vocabulary, found: Wishes) -> str:
    # Reads what follows each negation, and gives back the text without it.
    for match in NEGATION.finditer(text):
        at = match.end()
        if (
            text[max(0, match.start() - 1) : match.start()] in ("特", "区", "分")
            or NOT_GOODS.match(text, at)
            or not text[at:].strip()
        ):
            continue
        terms = [term for term in vocabulary.find(text) if term.start == at]
        end = terms[0].end if terms else _word_end(text, at)
        if end <= at:
            continue
        attribute, value = _meant(terms, text[at:end])
        found.must_not.setdefault(attribute, []).append(value)
        span = (match.start(), end)
        found.spans.append(span)
        text = _blank(text, span)
    return text


def _meant(terms: Sequence[Term], word: str) -> tuple[str, str]:
    for term in terms:
        if term.attribute in ("color", "material", "size", "brand"):
            return term.attribute, term.value
    return "any", word.strip()


def _word_end(text: str, at: int) -> int:
    end = _END_OF_WORD.search(text, at)
    stop = end.start() if end else len(text)
    return stop if text[at:stop].isascii() else min(stop, at + 4)


def _blank(text: str, span: Span) -> str:
    return text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]
