"""Steering: what a language model decides, kept within bounds. Where it fails, the built-in planner decides for this turn."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, SystemMessage, ToolCall, ToolMessage

from assistant.briefing import conversation
from assistant.models import Model, Unavailable
from assistant.plan import plan
from assistant.planner import PLANNED
from assistant.prompts import fenced, prompt
from assistant.tools.context import Context, current
from assistant.tools.registry import Registry

_LOG = logging.getLogger("aisle")
_MOST_DECISIONS = 4  # a turn
_MOST_CALLS = 4  # a decision

Handler = Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]


class Unusable(Exception):
    """Nothing in the decision can be called; the sentence says why."""


class Steering(AgentMiddleware[Any, Any]):
    """Asks the language model instead of the planner, as long as it decides well."""

    def __init__(self, model: Model, registry: Registry, shop: Callable[[], str], timeout: float) -> None:
        """`timeout` is in seconds, for one decision."""
        self._model, self._registry, self._shop, self._timeout = model, registry, shop, timeout

    async def awrap_model_call(self, request: ModelRequest[Any], handler: Handler) -> ModelResponse[Any]:
        """One decision. Nothing that a model or its server does is raised from here."""
        context = current.get()
        if _has_planned(request.messages) or _decisions(request.messages) >= _MOST_DECISIONS:
            return _calling([])
        try:
            async with asyncio.timeout(self._timeout):
                calls = self._usable(await self._decide(context, request, handler), request.messages)
        except Exception as error:
            return await self._without(context, request, handler, error)
        if not calls and not _has_answered(context) and self._is_certain(context):
            return await handler(request)  # the planner does what was understood for certain and the model forgot
        return _calling(calls)

    async def _decide(self, context: Context, request: ModelRequest[Any], handler: Handler) -> AIMessage:
        told = prompt("decide", shop=self._shop(), conversation=await context.run(conversation, context))
        response = await handler(
            request.override(
                model=await self._model.decider(),
                system_message=SystemMessage(told),
                messages=[_as_data(message) for message in request.messages],
                tools=[tool for tool in request.tools if getattr(tool, "name", "") != "parse_intent"],
            )
        )
        return next(message for message in response.result if isinstance(message, AIMessage))

    def _usable(self, decided: AIMessage, before: Sequence[AnyMessage]) -> list[ToolCall]:
        # A call that was made in this turn is not made again: a loop ends, and nothing goes into the cart twice.
        made = {_key(call) for message in before if isinstance(message, AIMessage) for call in message.tool_calls}
        known = [call for call in decided.tool_calls if call["name"] in self._registry.tools and call["name"] != "parse_intent"]
        if not known and (decided.tool_calls or decided.invalid_tool_calls):
            raise Unusable("The model called a tool that is not there, or with arguments that are no JSON.")
        fresh = {_key(call): call for call in known if _key(call) not in made}
        return list(fresh.values())[:_MOST_CALLS]

    async def _without(
        self, context: Context, request: ModelRequest[Any], handler: Handler, error: Exception
    ) -> ModelResponse[Any]:
        self._model.failed(error)
        level = logging.DEBUG if isinstance(error, Unavailable) else logging.WARNING
        _LOG.log(level, "The model %s did not decide (%s); the built-in planner does.", self._model.name, type(error).__name__)
        return _calling([]) if _has_answered(context) else await handler(request)

    def _is_certain(self, context: Context) -> bool:
        # A search for words that mean nothing to the shop may as well be small talk; the model judges that better.
        understood = context.understanding
        if understood is None or understood.has("unclear"):
            return False
        calls = plan(context, understood, self._registry)
        need = understood.need
        stated = need.category or need.brand or need.must or need.must_not or need.price_max or need.price_min
        return any(call.name != "search_products" or bool(stated) for call in calls)


def _has_planned(messages: Sequence[AnyMessage]) -> bool:
    return any(call["id"].startswith(PLANNED) for call in _calls(messages) if call["id"])


def _decisions(messages: Sequence[AnyMessage]) -> int:
    return sum(isinstance(message, AIMessage) for message in messages) - 1  # the first was parse_intent


def _has_answered(context: Context) -> bool:
    return any(name != "parse_intent" for name, _ in context.answers)


def _calls(messages: Sequence[AnyMessage]) -> Iterator[ToolCall]:
    return (call for message in messages if isinstance(message, AIMessage) for call in message.tool_calls)


def _as_data(message: AnyMessage) -> AnyMessage:
    if not isinstance(message, ToolMessage):
        return message
    return message.model_copy(update={"content": fenced(str(message.text))})


def _calling(calls: list[ToolCall]) -> ModelResponse[Any]:
    return ModelResponse(result=[AIMessage(content="", tool_calls=calls)])


def _key(call: ToolCall) -> str:
    return f"{call['name']} {json.dumps(call['args'], sort_keys=True, ensure_ascii=False, default=str)}"
