"""Speaking: what is said in a turn. Whoever writes, every sentence passes the guard before it leaves."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from assistant.backing import Backing
from assistant.briefing import NAMES, conversation, facts
from assistant.guard import Guard
from assistant.mentions import Mentions
from assistant.models import Model, Unavailable
from assistant.prompts import fenced, prompt
from assistant.sentences import Cutter
from assistant.tools.context import Context
from assistant.tools.reply import Reply
from assistant.writer import Said, said_of
from retrieval.tokens import units

_LOG = logging.getLogger("aisle")
_MOST_SENTENCES = 8  # of a model
_REPEATED = 0.6  # of a sentence's words: when so many were said before, it says nothing new


async def spoken(context: Context, shop: str, model: Model | None) -> AsyncGenerator[str, None]:
    """The turn's sentences as they become ready.

    What must be said, and said exactly, is said in the built-in writer's words. A model finds words for the rest; when it
    fails, or nothing that it says holds, the built-in words are used for that as well.
    """
    built_in = list(said_of(context, shop))
    words = [said for said in built_in if not said.fixed]
    if model is None or not (words or _has_cards(context)):
        guard = Guard(Backing.of_turn(context))
        for said in built_in:
            if guard.allows(said.text):
                yield said.text
        return
    backing = await context.run(Backing.of_conversation, context)
    speaker = _Speaker(context, shop, Guard(backing), Mentions(context.searcher, backing, shop))
    for sentence in speaker.built_in([said for said in built_in if said.fixed]):
        yield sentence
    before = len(speaker.said)
    try:
        async with aclosing(speaker.of(model)) as stream:
            async for sentence in stream:
                yield sentence
    except Exception as error:
        model.failed(error)
        level = logging.DEBUG if isinstance(error, Unavailable) else logging.WARNING
        _LOG.log(level, "The model %s did not write (%s); the built-in writer does.", model.name, type(error).__name__)
    else:
        if len(speaker.said) > before:
            return
    for sentence in speaker.built_in(words):
        yield sentence


def _has_cards(context: Context) -> bool:
    return any(isinstance(answer, Reply) and answer.cards for _, answer in context.answers)


class _Speaker:
    def __init__(self, context: Context, shop: str, guard: Guard, mentions: Mentions) -> None:
        self._context, self._shop, self._guard, self._mentions = context, shop, guard, mentions
        self.said: list[str] = []
        self._last = ""  # of the model's sentences

    def built_in(self, sentences: Sequence[Said]) -> list[str]:
        fresh = []
        for sentence in sentences:
            if self._guard.allows(sentence.text) and not _is_repeated(sentence.text, self.said):
                self.said.append(sentence.text)
                fresh.append(sentence.text)
        return fresh

    async def of(self, model: Model) -> AsyncGenerator[str, None]:
        cutter, left = Cutter(), _MOST_SENTENCES
        system = prompt("write", shop=self._shop, language=NAMES[self._context.language])
        try:
            async with aclosing(model.write(system, await self._told())) as stream:
                async for piece in stream:
                    for sentence in cutter.feed(piece):
                        if left and await self._may_leave(sentence):
                            left -= 1
                            yield sentence
                    if not left:
                        return
        except Exception:
            for sentence in cutter.rest(complete=True):
                if left and await self._may_leave(sentence):
                    yield sentence
            raise
        for sentence in cutter.rest():
            if left and await self._may_leave(sentence):
                yield sentence

    async def _told(self) -> str:
        context = self._context
        return prompt(
            "answer",
            conversation=await context.run(conversation, context),
            facts=facts(context),
            said=fenced("\n".join(self.said) or "Nothing yet."),
            text=fenced(context.understanding.text if context.understanding else context.text[:2000]),
        )

    async def _may_leave(self, sentence: str) -> bool:
        # Judged alone, and with the one before it, so that no claim is hidden by cutting it in two.
        both = [sentence, f"{self._last} {sentence}"] if self._last else [sentence]
        if sentence in self.said or not all(self._guard.allows(text) for text in both):
            return False
        if not await self._context.run(self._mentions.backed, sentence):
            return False
        self._last = sentence
        self.said.append(sentence)
        return True


def _is_repeated(sentence: str, said: Sequence[str]) -> bool:
    words = {unit.text for unit in units(sentence)}
    before = {unit.text for text in said for unit in units(text)}
    return bool(words) and len(words & before) >= _REPEATED * len(words)
