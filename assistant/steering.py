"""Steering: what a language model decides, kept within bounds. Where it fails, the built-in planner decides for this turn."""

from __future__ import annotations

import asyncio
import json
import logging
import re
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
from shop.need import Need

_LOG = logging.getLogger("aisle")
_MOST_DECISIONS = 4  # a turn
_MOST_CALLS = 4  # a decision
_MOST_TEXT = 4000  # characters of one tool's result
_CART_WORDS = re.compile(
    r"\b(?:cart|basket|bag|buy|add|take|order|purchase|get me|remove|delete|drop|put|yes|yeah|sure|ok|okay|please do|do it)\b"
    r"|买|加|购物车|下单|删|去掉|拿|来[一两]|^\s*(?:好|是|对|行|可以|嗯|要)",
    re.IGNORECASE,
)
_GOODS = ("search_products", "recommend", "product_details", "compare_products")

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
        if _has_planned(request.messages):
            return _calling([])
        if _decisions(request.messages) >= _MOST_DECISIONS:
            return _calling(self._forgotten(context))
        try:
            async with asyncio.timeout(self._timeout):
                decided = await self._decide(context, request, handler)
                calls = await context.run(self._usable, context, decided, request.messages)
        except Exception as error:
            return self._without(context, error)
        return _calling(calls or self._forgotten(context))

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

    def _usable(self, context: Context, decided: AIMessage, before: Sequence[AnyMessage]) -> list[ToolCall]:
        # A call that was made in this turn is not made again: a loop ends, and nothing goes into the cart twice.
        known = [call for call in decided.tool_calls if self._is_callable(context, call)]
        if not known and (decided.tool_calls or decided.invalid_tool_calls):
            raise Unusable("The model called what is not there: a tool, or a product.")
        made = {_key(call) for call in _calls(before)}
        fresh = {_key(call): call for call in known if _key(call) not in made}
        return list(fresh.values())[:_MOST_CALLS]

    def _is_callable(self, context: Context, call: ToolCall) -> bool:
        # An id that the model made up would come back in a refusal, and so reach the shopper.
        tool = self._registry.tools.get(call["name"])
        if tool is None or tool.name == "parse_intent" or (tool.name == "update_cart" and not _is_asked_for(context)):
            return False
        wanted = [call["args"][name] for name in ("product_id", "product_ids") if call["args"].get(name)]
        ids = [id_ for value in wanted for id_ in (value if isinstance(value, list) else [value])]
        found = context.store.catalogue.get_many([str(id_) for id_ in ids])
        variant = call["args"].get("variant_id")
        return len(found) == len(ids) and (not variant or any(product.variant(str(variant)) for product in found))

    def _without(self, context: Context, error: Exception) -> ModelResponse[Any]:
        self._model.failed(error)
        level = logging.DEBUG if isinstance(error, Unavailable) else logging.WARNING
        _LOG.log(level, "The model %s did not decide (%s); the built-in planner does.", self._model.name, type(error).__name__)
        return _calling(self._left_undone(context))

    def _forgotten(self, context: Context) -> list[ToolCall]:
        # A search for words that mean nothing to the shop may as well be small talk; the model judges that better.
        need = context.understanding.need if context.understanding else Need()
        stated = need.category or need.brand or need.must or need.must_not or need.price_max or need.price_min
        undone = self._left_undone(context)
        return undone if stated else [call for call in undone if call["name"] != "search_products"]

    def _left_undone(self, context: Context) -> list[ToolCall]:
        # What the built-in planner would do, and no tool has done: one list of goods is as good as another.
        if context.understanding is None:
            return []
        done = {_purpose(name) for name, _ in context.answers}
        planned = plan(context, context.understanding, self._registry)
        left = [call for call in planned if _purpose(call.name) not in done]
        return [ToolCall(name=call.name, args=call.arguments, id=f"{PLANNED}{n}") for n, call in enumerate(left)]


def _has_planned(messages: Sequence[AnyMessage]) -> bool:
    return any(call["id"].startswith(PLANNED) for call in _calls(messages) if call["id"])


def _decisions(messages: Sequence[AnyMessage]) -> int:
    return sum(isinstance(message, AIMessage) for message in messages) - 1  # the first was parse_intent


def _is_asked_for(context: Context) -> bool:
    # No text of a catalogue may talk a model into filling somebody's cart.
    understood = context.understanding
    named = understood is not None and (understood.has("cart_add") or understood.has("cart_remove"))
    return named or _CART_WORDS.search(context.text) is not None


def _purpose(tool: str) -> str:
    return "goods" if tool in _GOODS else tool


def _calls(messages: Sequence[AnyMessage]) -> Iterator[ToolCall]:
    return (call for message in messages if isinstance(message, AIMessage) for call in message.tool_calls)


def _as_data(message: AnyMessage) -> AnyMessage:
    if not isinstance(message, ToolMessage):
        return message
    return message.model_copy(update={"content": fenced(str(message.text)[:_MOST_TEXT])})


def _calling(calls: list[ToolCall]) -> ModelResponse[Any]:
    return ModelResponse(result=[AIMessage(content="", tool_calls=calls)])


def _key(call: ToolCall) -> str:
    return f"{call['name']} {json.dumps(call['args'], sort_keys=True, ensure_ascii=False, default=str)}"
