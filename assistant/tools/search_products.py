"""search_products: what fits the need, best first for this shopper."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.lexicon import lexicon
from retrieval.tokens import key
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
    of_kind = [item for item in found.candidates if is_of_kind(item, need)]
    near = of_kind or list(found.candidates)
    if any(relaxed.attribute == "price_max" for relaxed in found.relaxed):
        near.sort(key=_price)  # over the limit, the nearest to it comes first
        ranked = near
    else:
        ranked = context.ranker.rank(context.session.shopper, context.events, {}, need, near)
    shown = tuple(ranked[: max(1, min(count, 20))])
    return Reply(
        text=_summary(found.total, shown),
        cards=shown,
        evidence=(Evidence(kind="count", value=str(found.total)), *(fact for item in shown for fact in evidence_of(item))),
        data={
            "total": len(of_kind) if of_kind and found.total <= _POOL else found.total,
            "relaxed": [relaxed.model_dump() for relaxed in found.relaxed],
            "ignored": list(found.ignored),
            "weak": bool(shown) and ((bool(need.category) and not of_kind) or _far(need, shown)),
            "more": more,
        },
    )


def is_of_kind(candidate: Candidate, need: Need) -> bool:
    """Whether the product is of a kind that was named; everything is when none was."""
    product = candidate.product
    others = product.translations.values()
    names = [*product.category, *(name for item in others for name in item.category)]
    text = key(" ".join((product.title, *(item.title for item in others), *names)))
    return not need.category or any(
        f" {key(word)} " in f" {text} " for kind in need.category for word in lexicon().spellings(kind)
    )


def _far(need: Need, shown: Sequence[Candidate]) -> bool:
    return bool(need.query) and max(item.scores.get("lexical", 0.0) for item in shown) < WEAK


def _price(candidate: Candidate) -> int:
    return candidate.variant.price.minor if candidate.variant.price else 10**15


def _summary(total: int, shown: tuple[Candidate, ...]) -> str:
    lines = [f"{place}. [{item.product.id}] {item.product.title}" for place, item in enumerate(shown, 1)]
    return "\n".join([f"{total} products fit.", *lines])
