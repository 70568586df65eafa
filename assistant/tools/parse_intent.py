"""parse_intent: the first call of every turn."""

from __future__ import annotations

from assistant.understanding.understanding import parse

from .context import Context
from .door import tool
from .reply import Reply


@tool(access="read")
async def parse_intent(context: Context) -> Reply:
    """Understand what the shopper just wrote: language, intents, the whole need so far, and what on the screen is meant."""
    searcher = context.searcher
    understood = parse(
        context.text, vocabulary=searcher.vocabulary, currency=context.currency, state=context.state, shelves=searcher
    )
    context.understanding = understood
    context.language = understood.language
    return Reply(text=understood.model_dump_json(exclude={"text"}, exclude_defaults=True))
