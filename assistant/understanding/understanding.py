"""Understanding: what one utterance means in its conversation. Local rules over the shop's own vocabulary, no LLM."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from assistant.state import DialogueState, Language
from retrieval.lexicon import lexicon
from retrieval.vocabulary import Vocabulary
from shop.money import Money
from shop.need import Need, Sort, Wish

from . import cues
from .clauses import without_clauses
from .language import language_of
from .lifting import lifted_in
from .merge import merged
from .prices import prices_in
from .quantities import quantity_in
from .ratings import stars_in
from .references import Reference, references_in
from .shelves import Shelves, Unseen
from .tastes import Tastes, tastes_in
from .wishes import GIFT, kind_words, wishes_in

MOST_CHARACTERS = 2000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_LATIN = re.compile(r"[A-Za-z]+(?![\w-])")
_PUNCTUATION = re.compile(r"[^\w\s\"″'’.+&/-]|(?<!\w)[.'’+&/-]|[.'’+&/-](?!\w)")
# Acting on these needs no search, unless another clause asks for goods.
_ON_CARDS = ("compare", "cart_add", "cart_remove", "details")
_ACTS = frozenset((*_ON_CARDS, "cart_view", "reset", "human", "complaint", "order_status", "policy", "off_topic", "fine"))
_NEW_GOODS = ("product", "brand")  # words of the lexicon that may begin a new wish; all others refine one
_PHRASES = (cues.IN_STOCK, cues.CHEAPER, cues.DEARER, cues.POSITION, cues.REPLACES, *cues.INTENTS.values(), cues.FILLER)


class Intent(BaseModel):
    """One thing the shopper wants done, and how sure that is (0 to 1)."""

    model_config = ConfigDict(frozen=True)

    name: str
    confidence: float


class Understanding(BaseModel):
    """One utterance, understood. `need` is the whole Need after this utterance, not only what it added."""

    model_config = ConfigDict(frozen=True)

    text: str
    language: Language
    intents: tuple[Intent, ...]
    need: Need
    references: tuple[Reference, ...] = ()
    foreign_currency: str | None = None  # named by the shopper, not the shop's: no limit was set
    words: str = ""  # what this utterance is about, without phrases: for a question, what is asked
    quantity: int | None = None  # how many, said of something to be put into the cart or taken out
    tastes: Tastes = Tastes()  # of the whole conversation
    mended: tuple[tuple[str, str], ...] = ()  # words that were misspelt, and what they were taken to mean

    def has(self, name: str) -> bool:
        """Whether that intent is among them."""
        return any(intent.name == name for intent in self.intents)


def clean(text: str) -> str:
    """The text as it is read: NFKC, no control characters, single spaces, at most 2,000 characters."""
    # A Chinese comma becomes a Latin one, which between two numbers would join them: 尺码44，105元以下.
    text = unicodedata.normalize("NFKC", text[: 2 * MOST_CHARACTERS].replace("，", ", "))
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()[:MOST_CHARACTERS]


def parse(
    text: str,
    *,
    vocabulary: Vocabulary,
    currency: str,
    state: DialogueState,
    language_hint: Language | None = None,
    shelves: Shelves | None = None,
) -> Understanding:
    """Understand the text as the next utterance after `state`. Never raises on any text."""
    text = clean(text)
    return _Reading(text, vocabulary, currency, state, shelves or Unseen()).understood(language_hint)


class _Reading:
    """One utterance being read: each step blanks what it has understood, so that no other reads it again."""

    def __init__(self, text: str, vocabulary: Vocabulary, currency: str, state: DialogueState, shelves: Shelves) -> None:
        self.text, self.vocabulary, self.state, self.shelves = text, vocabulary, state, shelves
        self.tastes, untasted = tastes_in(text)
        self.stars, starred = stars_in(_without(text, untasted))
        spans = (*starred, *untasted)
        self.prices = prices_in(_without(text, spans), currency)
        self.lifted, lifted_spans = lifted_in(_without(text, untasted))
        self.mended: dict[str, str] = {}
        self.body = self._mend(_without(text, (*spans, *self.prices.spans, *lifted_spans)))
        self.names = [name for name, pattern in cues.INTENTS.items() if pattern.search(self.body)]
        self.sort, self.sort_spans = _sort(self.body)
        self.references = self._references()
        self._settle_questions()
        self.sought = without_clauses(self.body, _acts) if self._has_acts() else self.body
        self.quantity, self.quantity_spans = quantity_in(self.body)
        stock = (found.span() for found in cues.IN_STOCK.finditer(self.sought))  # "not sold out" excludes nothing
        self.wishes = wishes_in(_without(self.sought, (*self.quantity_spans, *stock)), vocabulary)

    def understood(self, language_hint: Language | None) -> Understanding:
        """What it means."""
        said = self._said()
        need, refined = self._merged(said)
        searching = self._is_search(said)
        names = list(self.names)
        if searching:
            names += ["recommend"] if _is_present(said) and "recommend" not in names else []
            names.append("refine" if refined else "search")
        if "reset" in names and not searching:
            need = Need()
        if not names and any(reference.kind != "pronoun" and reference.product_id for reference in self.references):
            names.append("details")  # "the second one", and nothing else
        return Understanding(
            text=self.text,
            language=language_of(self.text, self.state.language or language_hint),
            intents=_intents(names, self.text),
            need=need if searching or "reset" in names else self.state.need,
            references=self.references,
            foreign_currency=self.prices.foreign,
            words=_words(self.body),
            quantity=self.quantity,
            tastes=Tastes() if "reset" in names else self.state.tastes.and_then(self.tastes),
            mended=tuple(self.mended.items()) if searching else (),
        )

    def _mend(self, body: str) -> str:
        # Only words that are left when phrases and names are gone can be misspelt goods.
        known = " ".join(body[term.start : term.end].lower() for term in self.vocabulary.find(body)).split()
        for word in _LATIN.findall(_words(cues.NEGATION.sub(" ", cues.IN_STOCK.sub(" ", body)))):
            right = None if word.lower() in known else self.shelves.mended(word)
            if right:
                self.mended[word] = right
                body = re.sub(rf"\b{word}\b", right, body)
        return body

    def _references(self) -> tuple[Reference, ...]:
        acting = any(name in _ON_CARDS for name in self.names)
        return references_in(self.body if acting else _without(self.body, self.sort_spans), self.state, acting=acting)

    def _settle_questions(self) -> None:
        # "Is it real leather?" and 防水吗 ask about a card; "does the camera zoom?", where none is meant, asks for goods.
        kinds = kind_words(self.body, self.vocabulary)
        in_mind = self.state.focus or self.references or len(self.state.shown) == 1
        asks = cues.ASKS.search(self.text) and not cues.CHEAPER.search(self.body)
        if not self._has_acts() and in_mind and not kinds and asks:
            self.names.append("details")
        if "details" in self.names and ("policy" in self.names or (kinds and not self.references)):
            self.names.remove("details")

    def _has_acts(self) -> bool:
        return any(name in _ACTS for name in self.names)

    def _said(self) -> Need:
        wishes = self.wishes
        spans = [*wishes.spans, *self.sort_spans, *self.quantity_spans, *(wishes.people if wishes.gift else ())]
        return Need(
            query=_words(_without(self.sought, spans)),
            category=tuple(dict.fromkeys(wishes.category)),
            brand=tuple(dict.fromkeys(wishes.brand)),
            price_min=self.prices.low or _dearer(self.body, self.state),
            price_max=self.prices.high or _cheaper(self.body, self.state),
            must=(*wishes.as_must(), *((Wish(attribute="rating", values=(self.stars,)),) if self.stars else ())),
            must_not=wishes.as_must_not(),
            audience=wishes.audience,
            occasion=wishes.occasion,
            quantity=self.quantity,
            sort=self.sort or _cheapest_first(self.body, self.state) or "relevance",
            in_stock=True if cues.IN_STOCK.search(self.body) else None,
        )

    def _merged(self, said: Need) -> tuple[Need, bool]:
        before = self.state.need
        known = not said.query or bool(cues.REFINES.search(self.text)) or self._belongs(said.query, before)
        known = known and not cues.BEGINS.search(self.text)
        replacing = None
        if cues.REPLACES.search(self.body) and said.query and not said.category:
            replacing = kind_words(before.query, self.vocabulary) or None
        widening = bool(cues.WIDENS.search(self.text))
        return merged(before, said, self.lifted, known=known, replacing=replacing, widening=widening)

    def _belongs(self, words: str, before: Need) -> bool:
        found = lexicon().find(words)
        if found and all(hit.entry.kind not in _NEW_GOODS for hit in found):
            return True
        return bool(self.vocabulary.find(words)) and self.shelves.together(before.query or " ".join(before.category), words)

    def _is_search(self, said: Need) -> bool:
        if self._has_acts():
            return bool(said.category or said.brand)  # another clause asks for goods
        pointed = any(reference.kind != "pronoun" for reference in self.references)
        if self.references and not (said.category or (not pointed and _told(said))):
            return False
        if said == Need() and self.tastes.disliked:
            return self.state.need != Need()  # "not so sporty" orders anew what was found
        anything = said != Need(quantity=said.quantity) or bool(self.lifted)
        readable = said.query + "".join(self.lifted) + _told(said) + (said.occasion or "") + (said.audience or "")
        return anything and any(character.isalnum() for character in readable)


def _acts(clause: str) -> bool:
    return any(name in _ACTS and pattern.search(clause) for name, pattern in cues.INTENTS.items())


def _words(text: str) -> str:
    for pattern in _PHRASES:
        text = pattern.sub(" ", text)
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", text)).strip()


def _focused(state: DialogueState) -> list[Money]:
    # The prices that "cheaper" and "more expensive" speak of: that of what was talked about, else those on the screen.
    focus = state.card(state.focus) if state.focus else None
    return [focus.price] if focus and focus.price else [card.price for card in state.shown if card.price]


def _cheaper(body: str, state: DialogueState) -> Money | None:
    if not cues.CHEAPER.search(body):
        return None
    lowest = min(_focused(state), key=lambda price: price.minor, default=None)
    return Money(minor=lowest.minor - 1, currency=lowest.currency) if lowest and lowest.minor > 1 else None


def _dearer(body: str, state: DialogueState) -> Money | None:
    if not cues.DEARER.search(body):
        return None
    highest = max(_focused(state), key=lambda price: price.minor, default=None)
    return Money(minor=highest.minor + 1, currency=highest.currency) if highest else None


def _cheapest_first(body: str, state: DialogueState) -> Sort | None:
    # Without one price to be cheaper than, the cheapest first is all that "cheaper" can ask for.
    return "price_asc" if cues.CHEAPER.search(body) and not _focused(state) else None


def _sort(body: str) -> tuple[Sort | None, list[tuple[int, int]]]:
    for name, pattern in cues.SORTS_IN.items():
        if found := pattern.search(body):
            return name, [found.span()]  # type: ignore[return-value]
    return None, []


def _is_present(said: Need) -> bool:
    # "A gift for my mother" names no goods: it asks for ideas.
    return said.occasion == GIFT and not said.category and not said.brand and not said.query


def _told(said: Need) -> str:
    return "".join(
        name for name in ("price_min", "price_max", "in_stock", "must", "must_not", "brand") if getattr(said, name)
    ) + (said.sort if said.sort != "relevance" else "")


def _intents(names: list[str], text: str) -> tuple[Intent, ...]:
    if not names:
        readable = any(character.isalpha() for character in text)
        return (Intent(name="unclear", confidence=0.3 if readable else 1.0),)
    return tuple(Intent(name=name, confidence=0.9 if len(names) == 1 else 0.8) for name in names)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
