"""Asking: a Need out of one text that stands alone, as it is typed into a search box, and of the filters set beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from assistant.state import DialogueState, Language
from retrieval.filters import Filters
from retrieval.search import Searcher
from shop.need import Need, Sort

from .understanding import MOST_CHARACTERS, clean, parse


@dataclass(frozen=True)
class Asked:
    """What to search for, the attributes whose wishes are never given up, and whether the text was too long to read whole."""

    need: Need
    firm: frozenset[str]
    cut: bool

    @classmethod
    def of(
        cls,
        text: str,
        filters: Filters,
        searcher: Searcher,
        currency: str,
        language: Language | None = None,
        *,
        raw: bool = False,
        sort: Sort | None = None,
    ) -> Self:
        """Read the text (word for word with `raw`) and set the filters. Raises UserError for filters that cannot be meant."""
        need = Need(query=clean(text)) if raw else need_of(text, searcher, currency, language)
        need = filters.applied(need, currency)
        if sort:
            need = need.model_copy(update={"sort": sort})
        return cls(need, filters.firm(), len(text) > MOST_CHARACTERS)


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
