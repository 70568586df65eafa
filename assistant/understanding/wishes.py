"""Wishes: the words of an utterance that say what the product must or must not be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.lexicon import lexicon
from retrieval.tokens import key
from retrieval.vocabulary import Term, Vocabulary
from shop.need import Wish

from .cues import ALSO, FREE_OF, NEGATION, NOT_GOODS, REFUSED, WIDENS

Span = tuple[int, int]

_HARD = ("color", "material", "size")
_SOFT = ("category", "product")
_NUMBER, _LETTERS = r"\d{2,3}(?:\.5)?", r"x{0,4}[sl]|m"
_SIZE = re.compile(
    rf"\b(?:i wear |in )?(?:an? )?(?:sized?|sz):? ?(?:is |of )?(\d|{_NUMBER}|{_LETTERS})(?!-?\w)"
    rf"|\b({_NUMBER}|{_LETTERS}) is my size\b"
    rf"|\b(?:i wear|wearing|i take)(?: an?)? ({_NUMBER}|{_LETTERS})\b"
    rf"|\bin (?:an? )?({_NUMBER})(?=\s*(?:$|[,;!?]|\.(?!\d)|please\b))"
    rf"|(?:尺码|尺寸|码数)(?:是|要|为|选)?\s?({_NUMBER}|{_LETTERS})(?![a-z0-9-])码?"
    r"|(\d{2}(?:\.5)?)\s?(?:码|号(?![线楼店]|之?前|以?后|[到送发]))"
    r"|(?<![a-z0-9])(x{1,4}[sl]|[2-5]xl)(?![a-z0-9])码?|([大中小]|加大|特大)码|(?<![a-z])([sml])码",
    re.IGNORECASE,
)
_CHINESE_SIZES = {"小": "S", "中": "M", "大": "L", "加大": "XL", "特大": "XXL"}
_END_OF_WORD = re.compile(r"[\s,.;:!?，。；：！？、]|(?<=[\u4e00-\u9fff])的")
_NEXT_WORD = re.compile(r"[\s-]*([a-z]{3,})", re.IGNORECASE)
_SPACES = re.compile(r"[\s-]*")
_BETWEEN = re.compile(r"[\s-]*的?(?:\s*(?:,|/|、|\beither\b|\bor\b(?: maybe| perhaps)?|\band\b|或者?|和)\s*)?", re.IGNORECASE)
_BRAND_MARK = re.compile(r"(?:这个)?(?:品牌|牌子|牌|家|出)(?:的)?")
_WANTED = re.compile(r"的|品牌|牌")  # after a name behind a comma: a wish of its own, 不要甲，乙的
GIFT = "gift"


@dataclass
class Wishes:
    """What was wished for, and the places in the text that are not words to search for."""

    brand: list[str] = field(default_factory=list)
    category: list[str] = field(default_factory=list)
    must: dict[str, list[str]] = field(default_factory=dict)
    must_not: dict[str, list[str]] = field(default_factory=dict)
    audience: str | None = None
    occasion: str | None = None
    gift: bool = False  # whatever the occasion, it is to be given to somebody
    spans: list[Span] = field(default_factory=list)
    people: list[Span] = field(default_factory=list)  # where it says for whom, or that it is a present

    def as_must(self) -> tuple[Wish, ...]:
        """The hard wishes, ready for a Need."""
        return tuple(Wish(attribute=name, values=tuple(dict.fromkeys(values))) for name, values in self.must.items())

    def as_must_not(self) -> tuple[Wish, ...]:
        """The exclusions, ready for a Need."""
        return tuple(Wish(attribute=name, values=tuple(dict.fromkeys(values))) for name, values in self.must_not.items())


def wishes_in(text: str, vocabulary: Vocabulary) -> Wishes:
    """Read brands, colours, materials, sizes, kinds of goods, whom and what they are for, and what they must not be."""
    found = Wishes()
    rest = _free_of(text, vocabulary, found)
    rest = _refusals(rest, vocabulary, found)
    rest = _exclusions(rest, vocabulary, found)
    rest = _sizes(rest, found)
    by_span: dict[Span, list[Term]] = {}
    for term in vocabulary.find(rest):
        by_span.setdefault((term.start, term.end), []).append(term)
    for span, terms in by_span.items():
        before_goods = _is_before_goods(rest, span, by_span)
        _take(rest, span, terms, vocabulary, found, before_goods=before_goods, coloured=_is_coloured(rest, span, by_span))
    found.category += _kinds(rest, by_span, vocabulary)
    return found


def _take(
    text: str, span: Span, terms: Sequence[Term], vocabulary: Vocabulary, found: Wishes, *, before_goods: bool, coloured: bool
) -> None:
    kinds = {term.attribute: term.value for term in reversed(terms)}
    if "brand" in kinds and _is_brand(text[span[0] : span[1]], span[0], terms, vocabulary):
        found.brand.append(kinds["brand"])
        found.spans.append(_with_mark(text, span))
        return
    named = [attribute for attribute in _HARD if attribute in kinds]
    if named[:2] == ["color", "material"]:  # a copper lamp may be of copper, or look like it: the colour asks for both
        named.remove("color" if coloured else "material")
    for attribute in named:
        if before_goods or not any(name in kinds for name in _SOFT):
            # What a mask checks needs no words; left in the query it would outlive a change of mind.
            found.must.setdefault(attribute, []).append(kinds[attribute])
            found.spans.append(span)
    if "audience" in kinds:
        found.audience = kinds["audience"]
        found.people.append(span)
    if "occasion" in kinds:
        found.gift = found.gift or _is_gift(kinds["occasion"])
        found.occasion = GIFT if found.gift else kinds["occasion"]
        found.people += [span] if _is_gift(kinds["occasion"]) else []


def _is_coloured(text: str, span: Span, by_span: dict[Span, list[Term]]) -> bool:
    # Whether another word says the colour and nothing else; in "copper or blue pots" copper is one of two colours.
    for other, terms in by_span.items():
        attributes = {term.attribute for term in terms}
        if "color" in attributes and "material" not in attributes:
            between = text[min(span[1], other[1]) : max(span[0], other[0])]
            return ALSO.fullmatch(between) is None
    return False


def _is_before_goods(text: str, span: Span, by_span: dict[Span, list[Term]]) -> bool:
    # In "glass bottles" the first word says what they are made of, alone it is something to drink from; in "cream steel lamps"
    # the goods come after another wish.
    gap = _BETWEEN.match(text, span[1])
    beside = gap.end() if gap else span[1]
    after = next((other for other in by_span if other[0] == beside), None)
    if after is None:
        return False
    attributes = {term.attribute for term in by_span[after]}
    if attributes & set(_SOFT):
        return True
    return bool(attributes & set(_HARD)) and _is_before_goods(text, after, by_span)


def _with_mark(text: str, span: Span) -> Span:
    # 某某牌的, 某某品牌: these say that it was a brand, and nothing more.
    mark = _BRAND_MARK.match(text, span[1])
    return (span[0], mark.end()) if mark else span


def _kinds(text: str, by_span: dict[Span, list[Term]], vocabulary: Vocabulary) -> list[str]:
    # In "desk chair", 笔记本电脑包 and "laptop sleeve" the last word says what the thing is.
    named = {
        span: next(term.value for name in _SOFT for term in terms if term.attribute == name)
        for span, terms in by_span.items()
        if any(term.attribute in _SOFT for term in terms) and not any(term.attribute == "brand" for term in terms[:1])
    }
    kinds = []
    for (_start, end), value in named.items():
        gap = _SPACES.match(text, end)
        beside = gap.end() if gap else end
        if any(start == beside for start, _ in named) or _is_before_a_kind(text, end, by_span, vocabulary):
            continue
        kinds.append(value)
    return kinds


def _is_before_a_kind(text: str, end: int, by_span: dict[Span, list[Term]], vocabulary: Vocabulary) -> bool:
    word = _NEXT_WORD.match(text, end)
    return bool(word) and all(start != word.start(1) for start, _ in by_span) and vocabulary.is_kind(word.group(1))  # type: ignore[union-attr]


def _is_gift(occasion: str) -> bool:
    # A shop may have occasions of its own: "Birthday gift".
    return any(key(word) in key(occasion) for word in lexicon().spellings(GIFT))


def kind_words(text: str, vocabulary: Vocabulary) -> str:
    """The words of the text that say what kind of goods is meant."""
    return " ".join(dict.fromkeys(text[term.start : term.end] for term in vocabulary.find(text) if term.attribute in _SOFT))


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


def _free_of(text: str, vocabulary: Vocabulary, found: Wishes) -> str:
    for match in FREE_OF.finditer(text):
        material = next((value for attribute, value in vocabulary.meanings(match[1]) if attribute == "material"), None)
        if material is not None:
            found.must_not.setdefault("material", []).append(material)
            found.spans.append(match.span())
            text = _blank(text, match.span())
    return text


def _refusals(text: str, vocabulary: Vocabulary, found: Wishes) -> str:
    # 红色的不考虑: the refusal stands behind what it refuses.
    for term in vocabulary.find(text):
        refused = REFUSED.match(text, term.end)
        if refused and term.attribute in (*_HARD, "brand") and text[term.start : term.end].strip():
            found.must_not.setdefault(term.attribute, []).append(term.value)
            found.spans.append((term.start, refused.end()))
            text = _blank(text, (term.start, refused.end()))
    return text


def _exclusions(text: str, vocabulary: Vocabulary, found: Wishes) -> str:
    # Reads what follows each negation, and gives back the text without it.
    properties = [(hit.start, hit.end) for hit in lexicon().find(text)]  # "non-stick" is a property, no exclusion
    for match in NEGATION.finditer(text):
        at = match.end()
        before = text[max(0, match.start() - 1) : match.start()]
        if before in ("特", "区", "分", "是") or NOT_GOODS.match(text, at):
            continue
        if any(start <= match.start() and at < end for start, end in properties):
            continue
        while (span := _unwanted(text, at, vocabulary, found)) is not None:
            at = span[1]
            also = ALSO.match(text, at)
            if also is None or not _is_named(text, also.end(), vocabulary) or _ends_here(text, at, also, vocabulary, found):
                break
            at = also.end()
        if at > match.end():
            found.spans.append((match.start(), at))
            text = _blank(text, (match.start(), at))
    return text


def _unwanted(text: str, at: int, vocabulary: Vocabulary, found: Wishes) -> Span | None:
    if not text[at:].strip():
        return None
    terms = [term for term in vocabulary.find(text) if term.start == at]
    end = terms[0].end if terms else _word_end(text, at)
    if end <= at:
        return None
    attribute, value = _meant(terms, text[at:end])
    found.must_not.setdefault(attribute, []).append(value)
    return at, end


def _is_named(text: str, at: int, vocabulary: Vocabulary) -> bool:
    # In "not red, blue is fine" the second colour is welcome.
    named = [term for term in vocabulary.find(text) if term.start == at and term.attribute in (*_HARD, "brand")]
    return bool(named) and WIDENS.match(text[named[0].end :].lstrip()) is None


def _ends_here(text: str, at: int, also: re.Match[str], vocabulary: Vocabulary, found: Wishes) -> bool:
    # A comma goes on with what is of the same sort, and begins something else otherwise: "no leather, blue".
    if also.group().strip() != ",":
        return False
    term = next(term for term in vocabulary.find(text) if term.start == also.end())
    return term.attribute not in list(found.must_not)[-1:] or _WANTED.match(text, term.end) is not None


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
