"""Door: the one way by which a tool comes into the house, Aisle's own and other people's alike."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from .context import Context
from .reply import Reply, Retry

Access = Literal["read", "personal", "cart", "write"]
Function = Callable[..., Awaitable[Reply]]


@dataclass(frozen=True)
class Tool:
    """A typed, documented async function that the assistant may call."""

    name: str
    description: str
    access: Access
    arguments: type[BaseModel]
    function: Function

    async def call(self, context: Context, arguments: Mapping[str, Any]) -> Reply:
        """Run it. Raises Retry, with one sentence, when the arguments do not fit."""
        try:
            checked = self.arguments.model_validate(dict(arguments))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the arguments"
            raise Retry(f"{self.name}: {where} is wrong: {first['msg']}.") from None
        values = {name: getattr(checked, name) for name in type(checked).model_fields}
        return await self.function(context, **values)


def tool(*, access: Access) -> Callable[[Function], Tool]:
    """Make a Tool of an async function `(context: Context, ...) -> Reply` whose docstring says when to call it.

    Raises TypeError, when the module is imported, for a function that lacks a docstring, a type, or `async`.
    """
    if access not in get_args(Access):
        raise TypeError(f"A tool's access is one of {', '.join(get_args(Access))}, not {access!r}.")

    def make(function: Function) -> Tool:
        name = getattr(function, "__name__", "tool")
        if not inspect.iscoroutinefunction(function):
            raise TypeError(f"The tool {name} must be an async function.")
        description = inspect.getdoc(function)
        if not description:
            raise TypeError(f"The tool {name} needs a docstring: it tells the assistant when to call it.")
        return Tool(name, description, access, _arguments(name, function), function)

    return make


def _arguments(name: str, function: Function) -> type[BaseModel]:
    types = typing.get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters or types.get(parameters[0].name) is not Context:
        raise TypeError(f"The first parameter of the tool {name} must be `context: Context`.")
    fields: dict[str, Any] = {}
    for parameter in parameters[1:]:
        if parameter.name not in types:
            raise TypeError(f"The parameter {parameter.name} of the tool {name} needs a type.")
        default = ... if parameter.default is inspect.Parameter.empty else parameter.default
        fields[parameter.name] = (types[parameter.name], default)
    return create_model(f"{name}_arguments", __config__=ConfigDict(extra="forbid"), **fields)
