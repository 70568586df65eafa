"""search_products: what fits the need, best first for this shopper."""

from __future__ import annotations

from shop.candidate import Candidate
from shop.need import Need

from .context import Context
from .door import tool
from .reply import Evidence, Reply, evidence_of

SHOWN = 5
_POOL = 40  # candidates among which the ranker chooses
WEAK = 0.22  # lexical share below which the best answer is only near what was asked for


@tool(access="read")
async def search_products(context: Context, query: str | None = None, count: int = SHOWN, more: bool = False) -> Reply:
    """Find products for what the shopper needs.

    The hard wishes (price, colour, brand, size, material, exclusions) come from the shopper's own words; `query` may reword the
    rest. `more` leaves out what was shown for this need before.
    """
    need = context.understanding.need if context.understanding else context.state.need
    if query is not None:
        need = need.model_copy(update={"query": query[:200]})
    seen = context.state.seen if more else ()
    found = await context.run(context.searcher.search, need, k=_POOL, exclude=seen)
    ranked = context.ranker.rank(context.session.shopper, context.events, {}, need, _own_kind(need, found.candidates))
    shown = tuple(ranked[: max(1, min(count, 20))])
    return Reply(
        text=_summary(found.total, shown),
        cards=shown,
        evidence=(Evidence(kind="count", value=str(found.total)), *(fact for item in shown for fact in evidence_of(item))),
        data={
            "total": found.total,
            "relaxed": [relaxed.model_dump() for relaxed in found.relaxed],
            "ignored": list(found.ignored),
            "weak": bool(shown) and bool(need.query) and max(item.scores.get("lexical", 0.0) for item in shown) < WEAK,
            "more": more,
        },
    )


def _own_kind(need: Need, candidates: tuple[Candidate, ...]) -> list[Candidate]:
    # When some answers are of the kind that was named, the others are only near it.
    wanted = set(need.category)
    if not wanted:
        return list(candidates)
    of_kind = [item for item in candidates if wanted & set(item.product.category)]
    return of_kind or list(candidates)


def _summary(total: int, shown: tuple[Candidate, ...]) -> str:
    lines = [f"{place}. [{item.product.id}] {item.product.title}" for place, item in enumerate(shown, 1)]
    return "\n".join([f"{total} products fit.", *lines])
