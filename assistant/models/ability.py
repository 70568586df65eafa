"""Ability: how an endpoint can be made to decide. Servers differ, and say nothing of it, so each is tried once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI
from openai import APIStatusError

from assistant.prompts import prompt

from .decision import Malformed, decision_in, response_format

# Best first: calls tools by itself; answers in a JSON schema, given in the one way or in the other; writes JSON when asked to.
Ability = Literal["tools", "json_schema", "json_object", "text"]

_WORDS = ("tea", "boots")
_NOTE = {
    "type": "function",
    "function": {
        "name": "note",
        "description": "Note a word.",
        "parameters": {
            "type": "object",
            "properties": {"word": {"type": "string", "enum": list(_WORDS)}},
            "required": ["word"],
        },
    },
}
_CAPABILITY = frozenset((400, 404, 405, 415, 422, 500, 501))  # what servers answer to a request that they do not know


async def ability_of(chat: ChatOpenAI) -> Ability:
    """The best ability that works. Raises what the client raises when the endpoint does not answer at all."""
    tried: dict[Ability, Callable[[], Awaitable[bool]]] = {
        "tools": lambda: _calls_tools(chat),
        "json_schema": lambda: _fills_in(chat, "json_schema"),
        "json_object": lambda: _fills_in(chat, "json_object"),
    }
    for ability, works in tried.items():
        if await _is_known(works):
            return ability
    await chat.ainvoke([HumanMessage(prompt("probe"))])
    return "text"


async def _is_known(works: Callable[[], Awaitable[bool]]) -> bool:
    # A model may miss once what it can do; a server that refuses a request will refuse it again.
    try:
        return await works() or await works()
    except APIStatusError as error:
        if error.status_code not in _CAPABILITY:
            raise
        return False


async def _calls_tools(chat: ChatOpenAI) -> bool:
    answer = await chat.bind_tools([_NOTE]).ainvoke([HumanMessage(prompt("probe"))])
    calls = getattr(answer, "tool_calls", [])
    return any(call["name"] == "note" and call["args"].get("word") in _WORDS for call in calls)


async def _fills_in(chat: ChatOpenAI, ability: Literal["json_schema", "json_object"]) -> bool:
    offered: list[dict[str, Any]] = [_NOTE["function"]]  # type: ignore[list-item]
    answer = await chat.bind(response_format=response_format(ability, offered)).ainvoke([HumanMessage(prompt("probe"))])
    try:
        decided = decision_in(str(answer.text), {"note"})
    except Malformed:
        return False
    return decided is None or decided.arguments.get("word") in _WORDS
