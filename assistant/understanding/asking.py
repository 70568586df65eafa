"""Asking: a Need out of one text that stands alone, as it is typed into a search box."""

from __future__ import annotations

from assistant.state import DialogueState, Language
from retrieval.search import Searcher
from shop.need import Need

from .understanding import clean, parse


def need_of(text: str, searcher: Searcher, currency: str, language: Language | None = None) -> Need:
    """What the text asks for: words, and the wishes among them. A text that asks for no goods is taken word for word."""
    words = clean(text)
    if not words:
        return Need()
    found = parse(
        words,
        vocabulary=searcher.vocabulary,
        currency=currency,
        state=DialogueState(),
        language_hint=language,
        shelves=searcher,
    )
    return found.need if found.need != Need() else Need(query=words)
