"""Model: the port to a language model. One half decides which tools to call, the other half writes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Protocol

from langchain_core.language_models import BaseChatModel


class Unavailable(Exception):
    """The model cannot be asked now; the sentence says why."""


class Model(Protocol):
    """What a turn needs of a language model. Whatever it raises costs the model this turn, never the shopper."""

    name: str

    async def decider(self) -> BaseChatModel:
        """A chat model that takes `bind_tools` and answers with tool calls, or with none. Raises Unavailable."""
        ...

    def write(self, system: str, text: str) -> AsyncGenerator[str, None]:
        """The answer to `text` under the instructions `system`, piece by piece as it is made. Raises Unavailable."""
        ...

    def failed(self, error: Exception) -> None:
        """Hear that asking it failed, so that the next shoppers need not wait for the same."""
        ...
