"""Forced: decides through any chat model that can fill in a JSON object. To LangChain it calls tools like any other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal
from uuid import uuid4

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant.prompts import prompt

from .decision import Decision, Malformed, decision_in, response_format


class Forced(BaseChatModel):
    """Asks `chat` for `{"tool": …, "arguments": …}`, and once more when the answer cannot be read. Then raises Malformed."""

    chat: BaseChatModel
    ability: Literal["json_schema", "json_object", "text"]
    tools: list[dict[str, Any]] = []

    @property
    def _llm_type(self) -> str:
        return "aisle-forced"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:
        """The same decider, choosing among these."""
        return self.model_copy(update={"tools": [convert_to_openai_tool(tool)["function"] for tool in tools]})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise NotImplementedError("A conversation is asynchronous; call ainvoke.")

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        asked = self._asked(messages)
        answer = await self._answer(asked)
        try:
            decided = self._read(answer)
        except Malformed as problem:
            repair = HumanMessage(prompt("repair", problem=str(problem)))
            decided = self._read(await self._answer([*asked, AIMessage(answer), repair]))
        return ChatResult(generations=[ChatGeneration(message=_message(decided))])

    async def _answer(self, messages: list[BaseMessage]) -> str:
        if self.ability == "text":
            return str((await self.chat.ainvoke(messages)).text)
        return str((await self.chat.bind(response_format=response_format(self.ability, self.tools)).ainvoke(messages)).text)

    def _read(self, answer: str) -> Decision | None:
        return decision_in(answer, {tool["name"] for tool in self.tools})

    def _asked(self, messages: list[BaseMessage]) -> list[BaseMessage]:
        # Such servers know no tool messages, and often want turns to alternate: one system message, one of the user.
        offered = "\n".join(json.dumps(tool, ensure_ascii=False) for tool in self.tools)
        system = [str(message.text) for message in messages if isinstance(message, SystemMessage)]
        rest = [told for message in messages if not isinstance(message, SystemMessage) and (told := _told(message))]
        return [SystemMessage("\n\n".join([*system, prompt("forced", tools=offered)])), HumanMessage("\n\n".join(rest))]


def _told(message: BaseMessage) -> str:
    if isinstance(message, AIMessage):
        return "\n".join(
            json.dumps({"tool": call["name"], "arguments": call["args"]}, ensure_ascii=False) for call in message.tool_calls
        )
    return f"{message.name}:\n{message.text}" if isinstance(message, ToolMessage) else str(message.text)


def _message(decided: Decision | None) -> AIMessage:
    if decided is None:
        return AIMessage("")
    call = {"name": decided.tool, "args": decided.arguments, "id": f"call-{uuid4().hex[:12]}"}
    return AIMessage("", tool_calls=[call])
