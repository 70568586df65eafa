"""search_products: what fits the need, best first for this shopper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.wishes import GIFT
from retrieval.result import Relaxed, SearchResult
from shop.candidate import Candidate
from shop.money import Money
from shop.need import Need

from ..reasons import titled
from .context import Context
from .door import tool
from .kinds import of_kind
from .reply import Evidence, Reply, evidence_of

SHOWN = 5
_POOL = 40  # candidates among which the ranker chooses
_SORTED_POOL = 200
_NAME = re.compile(r"(?<=\w )([A-Z][A-Za-z-]{2,})\b|\b(?:by|from) ([A-Za-z-]{3,})\b")
WEAK = 0.22  # lexical share below which the best answer is only near what was asked for
_NEAR = 0.25  # ... and below which, of another kind, it is nothing that anybody asked for, ...
_ALIKE = 0.75  # ... unless its meaning is this near


@tool(access="read")
async def search_products(context: Context, query: str | None = None, count: int = SHOWN, more: bool = False) -> Reply:
    """Find products for what the shopper needs.

    The hard wishes (price, colour, brand, size, material, exclusions) come from the shopper's own words; `query` may reword the
    rest. `more` leaves out what was shown for this need before.
    """
    need = context.understanding.need if context.understanding else context.state.need
    if query is not None:
        need = need.model_copy(update={"query": query[:200]})
    found = await context.run(_search, context, need, context.state.seen if more else ())
    named = of_kind(found.candidates, need)
    near = named or [item for item in found.candidates if _is_near(item, need)]
    context.found = tuple(near)
    # Beyond a price limit the nearest to it come first, whoever asks.
    ranked = near if _beyond(found) else await context.run(_ranked, context, need, near)
    shown = tuple(titled(ranked[: max(1, min(count, 20))], context.store.catalogue, context.language))
    total = found.close if len(near) == _POOL else min(found.close, len(near))
    total = max(total, len(shown))
    return Reply(
        text=_summary(total, shown),
        cards=shown,
        evidence=(Evidence(kind="count", value=str(total)), *(fact for item in shown for fact in evidence_of(item))),
        data={
            "total": total,
            "relaxed": [_worded(context, relaxed) for relaxed in found.relaxed] if shown else [],
            "ignored": list(found.ignored),
            "unknown": [name for name in _names(context.text, need) if not context.searcher.knows(name)],
            "excluded": [] if shown or more else await context.run(_excluded, context, need),
            "unstated": _unstated(shown),
            "weak": bool(shown) and (not named if need.category else _far(need, shown)),
            "more": more,
        },
    )


def _ranked(context: Context, need: Need, found: Sequence[Candidate]) -> list[Candidate]:
    return context.ranker.rank(context.shopper, context.events, context.preferences, need, found)


def _search(context: Context, need: Need, exclude: Sequence[str]) -> SearchResult:
    # In an order that was asked for, other goods may stand before those of the kind that was named.
    sorted_kind = need.sort != "relevance" and bool(need.category)
    asked = context.searcher.search(need, k=_SORTED_POOL if sorted_kind else _POOL, exclude=exclude)
    if need.category and not sorted_kind and _beyond(asked):
        asked = context.searcher.search(need, k=_SORTED_POOL, exclude=exclude)
    if need.occasion != GIFT or need.category or (asked.candidates and need.query):
        return asked
    # A present, with no word about what that helps: goods that call themselves one, else whatever suits who gets it.
    for words in (GIFT, need.audience or "", ""):
        asked = context.searcher.search(need.model_copy(update={"query": words}), k=_POOL, exclude=exclude)
        if asked.candidates:
            break
    return asked


def _beyond(found: SearchResult) -> bool:
    return any(item.attribute in ("price_max", "price_min") and item.to is None for item in found.relaxed)


def _names(text: str, need: Need) -> list[str]:
    # Words that are written like names, as far as they are still looked for.
    wanted = need.query.lower().split()
    found = (next(filter(None, match.groups())) for match in _NAME.finditer(text))
    return [name for name in dict.fromkeys(found) if name.lower() in wanted]


def _excluded(context: Context, need: Need) -> list[str]:
    # Exclusions are never given up; but that there would be something without them is worth saying.
    free = need.model_copy(update={"must_not": ()})
    if free == need or not of_kind(context.searcher.search(free, k=_POOL).candidates, need):
        return []
    vocabulary = context.searcher.vocabulary
    return [vocabulary.name_in(wish.attribute, value, context.language) for wish in need.must_not for value in wish.values]


def _unstated(shown: Sequence[Candidate]) -> list[str]:
    # Wishes of which the shop says nothing for any of these.
    named = [{why.values["attribute"] for why in item.why if why.kind == "not_stated"} for item in shown]
    return sorted(set.intersection(*named)) if named else []


def _worded(context: Context, relaxed: Relaxed) -> dict[str, str]:
    # The value as this shopper reads it: an amount with its currency, a colour in the language of the conversation.
    said = {"value": relaxed.value} if relaxed.to is None else {"value": relaxed.value, "to": relaxed.to}
    return {"attribute": relaxed.attribute, **{key: _in_words(context, relaxed.attribute, text) for key, text in said.items()}}


def _in_words(context: Context, attribute: str, value: str) -> str:
    if attribute in ("price_max", "price_min"):
        return Money.parse(value, context.currency).text()
    vocabulary = context.searcher.vocabulary
    return " / ".join(vocabulary.name_in(attribute, part, context.language) for part in value.split(" / "))


def _is_near(candidate: Candidate, need: Need) -> bool:
    # Where the shop has nothing of a kind that was named, a letter or a character in common is no reason to show it.
    scores = candidate.scores
    return not need.category or scores.get("lexical", 1.0) >= _NEAR or scores.get("dense", 0.0) >= _ALIKE


def _far(need: Need, shown: Sequence[Candidate]) -> bool:
    return bool(need.query) and max(item.scores.get("lexical", 0.0) for item in shown) < WEAK


def _summary(total: int, shown: tuple[Candidate, ...]) -> str:
    lines = [f"{place}. [{item.product.id}] {item.product.title}" for place, item in enumerate(shown, 1)]
    return "\n".join([f"{total} products fit.", *lines])
