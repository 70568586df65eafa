"""Agent: LangChain's tool loop. Whoever decides, parse_intent is the first call of every turn, and steps are capped."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.tools import StructuredTool

from assistant.tools.context import current
from assistant.tools.door import Tool
from assistant.tools.registry import Registry
from assistant.tools.reply import Refused, Reply, Retry
from assistant.wording import SENTENCES, say
from shop.errors import AisleError

_LOG = logging.getLogger("aisle")

MOST_STEPS = 8  # model calls and tool rounds together, times two in LangGraph's counting
Answer = tuple[str, Reply | Refused]


class ParseFirst(AgentMiddleware[Any, Any]):
    """Before anything else is decided, the utterance is understood; this is no model's choice."""

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        """Answer the first call of a turn without asking the model."""
        if any(isinstance(message, ToolMessage) for message in request.messages):
            return await handler(request)
        call = {"name": "parse_intent", "args": {}, "id": "parse-0"}
        return ModelResponse(result=[AIMessage(content="", tool_calls=[call])])


class Agent:
    """Runs the loop for one turn at a time; the turn's context is a context variable, so turns do not see each other."""

    def __init__(
        self, decider: BaseChatModel, registry: Registry, middleware: Sequence[AgentMiddleware[Any, Any]] = ()
    ) -> None:
        """`middleware` may put another in the decider's place, call by call; parse_intent comes before it."""
        tools = [_structured(item) for item in registry.tools.values()]
        self._graph = create_agent(decider, tools, middleware=[ParseFirst(), *middleware])

    async def run(self, text: str) -> None:
        """Call tools until whoever decides has nothing more to call. What they gave back is in the context."""
        await self._graph.ainvoke(
            {"messages": [HumanMessage(text)]}, config={"recursion_limit": 2 * MOST_STEPS, "callbacks": [], "tags": []}
        )


def _structured(item: Tool) -> StructuredTool:
    async def call(**arguments: Any) -> str:
        context = current.get()
        started = time.perf_counter()
        context.emit("tool", {"name": item.name, "state": "start"})
        try:
            reply = await item.call(context, arguments)
            context.answers.append((item.name, reply))
            text = reply.text
        except Retry as retry:
            text = f"Mend the arguments and call again: {retry}"
        except Refused as refused:
            context.answers.append((item.name, refused))
            text = f"Refused, tell the shopper: {refused}"
        except AisleError:
            raise
        except Exception:  # somebody's plug-in may fail in any way; that costs its answer, not the turn
            _LOG.exception("The tool %s failed", item.name)
            context.answers.append((item.name, Refused(say(SENTENCES, "broken", context.language))))
            text = "The tool failed; do without it."
        ms = round((time.perf_counter() - started) * 1000, 1)
        context.calls.append({"name": item.name, "arguments": arguments, "ms": ms})
        context.emit("tool", {"name": item.name, "state": "end", "ms": ms})
        return text

    # The arguments' schema is only told to the model: they are checked by the tool itself, whoever calls it.
    schema = item.arguments.model_json_schema()
    return StructuredTool(name=item.name, description=item.description, args_schema=schema, coroutine=call)
