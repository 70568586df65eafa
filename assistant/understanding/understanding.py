"""Understanding: what one utterance means in its conversation. Local rules over the shop's own vocabulary, no LLM."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from assistant.state import DialogueState, Language
from retrieval.vocabulary import Vocabulary
from shop.money import Money
from shop.need import Need, Sort

from . import cues
from .language import language_of
from .merge import merged
from .prices import Prices, prices_in
from .references import Reference, references_in
from .wishes import Wishes, wishes_in

MOST_CHARACTERS = 2000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[^\w\s\"″'’.+&/-]|(?<!\w)[.'’+&/-]|[.'’+&/-](?!\w)")
# Acting on these needs no search, even when other words stand beside them.
_NO_SEARCH = frozenset(
    ("reset", "human", "complaint", "order_status", "policy", "compare", "cart_view", "cart_remove", "cart_add", "details")
)


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

    def has(self, name: str) -> bool:
        """Whether that intent is among them."""
        return any(intent.name == name for intent in self.intents)


def clean(text: str) -> str:
    """The text as it is read: NFKC, no control characters, single spaces, at most 2,000 characters."""
    text = unicodedata.normalize("NFKC", text[: 2 * MOST_CHARACTERS])
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()[:MOST_CHARACTERS]


def parse(
    text: str, *, vocabulary: Vocabulary, currency: str, state: DialogueState, language_hint: Language | None = None
) -> Understanding:
    """Understand the text as the next utterance after `state`. Never raises on any text."""
    text = clean(text)
    language = language_of(text, state.language or language_hint)
    prices = prices_in(text, currency)
    body = _without(text, prices.spans)
    wishes = wishes_in(body, vocabulary)
    references = references_in(body, state)
    sort, sort_spans = _sort(body)
    words = _words(_without(body, [*wishes.spans, *sort_spans]))
    names = [name for name, pattern in cues.INTENTS.items() if pattern.search(body)]
    said = _said(words, wishes, prices, sort, body, state)
    lifted = [name for name, pattern in cues.LIFTED.items() if pattern.search(body)]
    known = not words or bool(vocabulary.find(words))
    need, refined = merged(state.need, said, lifted, known=known)
    searching = _is_search(names, said, lifted, references, words)
    if searching and _is_present(said):
        searching = False
        names += [] if "recommend" in names else ["recommend"]
    if searching:
        names.append("refine" if refined else "search")
    if "reset" in names and not searching:
        need = Need()
    return Understanding(
        text=text,
        language=language,
        intents=_intents(names, text),
        need=need if searching or "reset" in names else state.need,
        references=references,
        foreign_currency=prices.foreign,
    )


def _said(words: str, wishes: Wishes, prices: Prices, sort: Sort | None, body: str, state: DialogueState) -> Need:
    return Need(
        query=words,
        category=tuple(dict.fromkeys(wishes.category)),
        brand=tuple(dict.fromkeys(wishes.brand)),
        price_min=prices.low,
        price_max=prices.high or _cheaper(body, state),
        must=wishes.as_must(),
        must_not=wishes.as_must_not(),
        audience=wishes.audience,
        occasion=wishes.occasion,
        sort=sort or "relevance",
        in_stock=True if cues.IN_STOCK.search(body) else None,
    )


def _cheaper(body: str, state: DialogueState) -> Money | None:
    # Cheaper than what was talked about, or else than the cheapest on the screen.
    if not cues.CHEAPER.search(body):
        return None
    focus = state.card(state.focus) if state.focus else None
    prices = [focus.price] if focus and focus.price else [card.price for card in state.shown if card.price]
    lowest = min(prices, key=lambda price: price.minor, default=None)
    return Money(minor=lowest.minor - 1, currency=lowest.currency) if lowest and lowest.minor > 1 else None


def _sort(body: str) -> tuple[Sort | None, list[tuple[int, int]]]:
    for name, pattern in cues.SORTS_IN.items():
        if found := pattern.search(body):
            return name, [found.span()]  # type: ignore[return-value]
    return None, []


def _words(text: str) -> str:
    for pattern in (cues.IN_STOCK, cues.CHEAPER, *cues.LIFTED.values(), cues.POSITION, *cues.INTENTS.values(), cues.FILLER):
        text = pattern.sub(" ", text)
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", text)).strip()


def _is_search(names: list[str], said: Need, lifted: list[str], references: tuple[Reference, ...], words: str) -> bool:
    if any(name in _NO_SEARCH for name in names):
        return "reset" in names and bool(said.category)
    if references and not said.category:
        return False
    anything = said != Need() or bool(lifted)
    return anything and any(character.isalnum() for character in words + "".join(lifted) + _told(said))


def _is_present(said: Need) -> bool:
    # "A gift for my mother" names no goods: it asks for ideas.
    return said.occasion == "gift" and not said.category and not said.brand


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
