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
    named = of_kind(found.candidates, need)
    near = named or list(found.candidates)
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
            "total": found.total if not need.category or len(near) == _POOL else len(near),
            "relaxed": [relaxed.model_dump() for relaxed in found.relaxed],
            "ignored": list(found.ignored),
            "weak": bool(shown) and ((bool(need.category) and not named) or _far(need, shown)),
            "more": more,
        },
    )


def of_kind(candidates: Sequence[Candidate], need: Need) -> list[Candidate]:
    """The candidates of a kind that was named: by the shop's own categories, else by their titles; all when none was named."""
    kinds = [key(word) for kind in need.category for word in lexicon().spellings(kind)]
    if not kinds:
        return list(candidates)
    shelved = [item for item in candidates if any(key(name) in kinds for name in _categories(item))]
    # "Laptop Backpack" is no laptop, so titles count only where no category has the name.
    return shelved or [item for item in candidates if any(f" {kind} " in f" {key(_titles(item))} " for kind in kinds)]


def _categories(candidate: Candidate) -> list[str]:
    product = candidate.product
    return [*product.category, *(name for item in product.translations.values() for name in item.category)]


def _titles(candidate: Candidate) -> str:
    product = candidate.product
    return " ".join((product.title, *(item.title for item in product.translations.values()), *_categories(candidate)))


def _far(need: Need, shown: Sequence[Candidate]) -> bool:
    return bool(need.query) and max(item.scores.get("lexical", 0.0) for item in shown) < WEAK


def _price(candidate: Candidate) -> int:
    return candidate.variant.price.minor if candidate.variant.price else 10**15


def _summary(total: int, shown: tuple[Candidate, ...]) -> str:
    lines = [f"{place}. [{item.product.id}] {item.product.title}" for place, item in enumerate(shown, 1)]
    return "\n".join([f"{total} products fit.", *lines])
