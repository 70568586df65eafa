"""Planner: the decider that needs no LLM. To LangChain it is a chat model that answers with tool calls or with nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from assistant.plan import plan
from assistant.tools.context import current
from assistant.tools.registry import Registry

PLANNED = "plan-"  # how the ids of its calls begin


class Planner(BaseChatModel):
    """Plans once, after parse_intent has run, then says nothing more."""

    registry: Any

    @property
    def _llm_type(self) -> str:
        return "aisle-planner"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:
        """Tools are planned by name; nothing is bound."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        context = current.get()
        planned = any(
            (message.tool_call_id or "").startswith(PLANNED) for message in messages if isinstance(message, ToolMessage)
        )
        calls = [] if planned or context.understanding is None else plan(context, context.understanding, self._registry())
        answer = AIMessage(
            content="",
            tool_calls=[{"name": call.name, "args": call.arguments, "id": f"{PLANNED}{n}"} for n, call in enumerate(calls)],
        )
        return ChatResult(generations=[ChatGeneration(message=answer)])

    def _registry(self) -> Registry:
        found: Registry = self.registry
        return found
