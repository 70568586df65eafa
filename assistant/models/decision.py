"""Decision: one tool call, or none, as a JSON object: the schema that asks for it, and what was answered."""

from __future__ import annotations

import copy
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, NamedTuple

_MOST_CHARACTERS = 200  # of a text among the arguments: a small model fills what it may
_MOST_ITEMS = 4


class Malformed(ValueError):
    """The answer is no decision; the sentence says why."""


class Decision(NamedTuple):
    """The tool to call."""

    tool: str
    arguments: dict[str, Any]


def response_format(ability: Literal["json_schema", "json_object"], tools: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the request must carry for the answer to be a decision. `tools` are functions in OpenAI's form."""
    schema = schema_of(tools)
    if ability == "json_object":
        return {"type": "json_object", "schema": schema}
    return {"type": "json_schema", "json_schema": {"name": "decision", "strict": True, "schema": schema}}


def schema_of(tools: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A JSON schema that allows one of the tools with its arguments, or none. Texts and lists are bounded."""
    return {"anyOf": [*(_chosen(tool) for tool in tools), _object({"tool": {"type": "null"}})]}


def decision_in(text: str, known: Collection[str]) -> Decision | None:
    """The decision in a model's answer; None for "nothing more". Raises Malformed."""
    found = _first_object(text)
    if "tool" not in found:
        raise Malformed('There is no "tool" in it.')
    name, arguments = found["tool"], found.get("arguments") or {}
    if name is None:
        return None
    if not isinstance(name, str) or name not in known:
        raise Malformed(f"There is no tool {json.dumps(name, ensure_ascii=False)[:80]}; there are {', '.join(sorted(known))}.")
    if not isinstance(arguments, dict):
        raise Malformed('"arguments" must be an object.')
    return Decision(name, arguments)


def _chosen(tool: Mapping[str, Any]) -> dict[str, Any]:
    parameters = _bounded(copy.deepcopy(dict(tool.get("parameters") or {"type": "object", "properties": {}})))
    return _object({"tool": {"const": tool["name"]}, "arguments": parameters | {"additionalProperties": False}})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _bounded(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_bounded(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    bounded = {name: _bounded(value) for name, value in schema.items()}
    if bounded.get("type") == "string" and "enum" not in bounded:
        bounded.setdefault("maxLength", _MOST_CHARACTERS)
    elif bounded.get("type") == "array":
        bounded.setdefault("maxItems", _MOST_ITEMS)
    return bounded


def _first_object(text: str) -> dict[str, Any]:
    # Models wrap JSON in words, fences and thoughts; the first object that can be read counts.
    decoder = json.JSONDecoder()
    text = text.rpartition("</think>")[2]
    start = text.find("{")
    while start >= 0:
        try:
            found, _ = decoder.raw_decode(text, start)
        except ValueError:
            start = text.find("{", start + 1)
            continue
        if isinstance(found, dict):
            return found
    raise Malformed("There is no JSON object in it.")
