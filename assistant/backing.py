"""Backing: what stands behind a sentence: what the tools of this conversation told, and what the shopper said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from assistant.briefing import facts
from assistant.tools.context import Context
from assistant.tools.reply import Evidence, Refused, Reply, evidence_of
from assistant.writer import wider_text, wish_text
from shop.candidate import Candidate

_LEAST_ECHO = 3  # characters
_TURNS = 5  # whose words the shopper may be reminded of


@dataclass(frozen=True)
class Backing:
    """Facts for the claims, words for the names.

    `now` are the products of this turn's cards; `words` everything that the catalogue says of products that were told of;
    `verbatim` passages that may be said as they stand; `said` the shopper's own words and wishes.
    """

    facts: Sequence[Evidence] = ()
    now: frozenset[str] = frozenset()
    words: str = ""
    verbatim: Sequence[str] = ()
    said: str = ""
    currency: str = "USD"

    @classmethod
    def of_turn(cls, context: Context) -> Self:
        """What this turn's tools told. Enough for the built-in writer, which speaks of nothing else."""
        return cls._of(context, [], [context.text])

    @classmethod
    def of_conversation(cls, context: Context) -> Self:
        """The same, with the products that earlier turns told of as the catalogue has them now. Reads the database."""
        variants = dict(context.state.told)
        products = context.store.catalogue.get_many(list(variants))
        told = [Candidate(product=item, variant=item.variant(variants[item.id]) or item.variants[0]) for item in products]
        turns = context.store.messages.turns(context.session.id, _TURNS)
        return cls._of(context, told, [context.text, *(turn.text for turn in turns)])

    @classmethod
    def _of(cls, context: Context, told: Sequence[Candidate], said: Sequence[str]) -> Self:
        replies = [answer for _, answer in context.answers if isinstance(answer, Reply)]
        refusals = [str(answer) for _, answer in context.answers if isinstance(answer, Refused)]
        refusals = [text for text in refusals if not _echoes(text, context.calls)]
        cards = [item for reply in replies for item in reply.cards]
        found = [fact for reply in replies for fact in reply.evidence]
        found += [fact for item in told for fact in evidence_of(item)]
        policies = [fact.value for fact in found if fact.kind == "policy"]
        values = [text for reply in replies for text in _texts(reply.data)]
        return cls(
            facts=tuple(found),
            now=frozenset(item.product.id for item in cards),
            words="\n".join([facts(context), *values, *(text for item in (*cards, *told) for text in _words(item))]),
            verbatim=(*policies, *refusals, *values),
            said="\n".join([*said, *_wished(context, replies)]),
            currency=context.currency,
        )


def _texts(data: Any) -> Iterator[str]:
    # Everything that a tool handed to the writer: descriptions, passages, attribute values.
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        yield from (text for value in data.values() for text in _texts(value))
    elif isinstance(data, list | tuple):
        yield from (text for value in data for text in _texts(value))


def _echoes(refusal: str, calls: Sequence[Mapping[str, Any]]) -> bool:
    # What repeats an argument may repeat a model's words; the guard then judges it like any other sentence.
    arguments = (value for call in calls for value in call["arguments"].values() if isinstance(value, str))
    return any(len(value) >= _LEAST_ECHO and value in refusal for value in arguments)


def _words(candidate: Candidate) -> Iterator[str]:
    product, variant = candidate.product, candidate.variant
    yield from (product.title, product.brand or "", *product.category)
    yield from (value for named in product.attributes.items() for value in (named[0], *named[1]))
    yield from (text for option in variant.options.items() for text in option)
    for item in product.translations.values():
        yield from (item.title, *item.category, *item.terms.values())


def _wished(context: Context, replies: Sequence[Reply]) -> Iterator[str]:
    need, language = context.state.need, context.language
    yield from (need.query, *need.category, *need.brand)
    yield from (price.text() for price in (need.price_min, need.price_max) if price)
    name_in = context.searcher.vocabulary.name_in
    yield from (
        text
        for wish in (*need.must, *need.must_not)
        for value in wish.values
        for text in (value, name_in(wish.attribute, value, language))
    )
    relaxed = [item for reply in replies for item in reply.data.get("relaxed", ())]
    yield from (wish_text(item, language) for item in relaxed)
    yield from (wider_text(item, language) for item in relaxed if "to" in item)
