"""Scripted: a model that does what its script says. For tests, plug-in authors' as well as ours."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

Call = tuple[str, dict[str, Any]]  # a tool's name and its arguments
Step = Sequence[Call] | Exception


class Scripted:
    """Makes the scripted calls, one step each time it is asked, then none; says the scripted texts, one a turn.

    An exception in either script is raised where a real model would fail; in a text, `[text, error]` fails after the text.

        Scripted(calls=[[("search_products", {"query": "boots"})]], texts=["These are our boots."])
    """

    name = "scripted"

    def __init__(
        self,
        calls: Iterable[Step] = (),
        texts: Iterable[str | Exception | Sequence[str | Exception]] = (),
        *,
        piece: int = 3,
    ) -> None:
        """`piece` is how many characters leave at once."""
        self._steps = _Steps(steps=list(calls))
        self._texts, self._piece = list(texts), piece
        self.asked: list[tuple[str, str]] = []  # what the writer was given: instructions and text
        self.failures: list[Exception] = []

    @property
    def seen(self) -> list[list[BaseMessage]]:
        """The messages of each decision that was asked of it."""
        return self._steps.seen

    async def decider(self) -> BaseChatModel:
        """The scripted decisions."""
        return self._steps

    async def write(self, system: str, text: str) -> AsyncGenerator[str, None]:
        """The next scripted text, in pieces."""
        self.asked.append((system, text))
        script = self._texts.pop(0) if self._texts else ""
        for part in [script] if isinstance(script, str | Exception) else script:
            if isinstance(part, Exception):
                raise part
            for start in range(0, len(part), self._piece):
                yield part[start : start + self._piece]

    def failed(self, error: Exception) -> None:
        """Remember the failure."""
        self.failures.append(error)


class _Steps(BaseChatModel):
    steps: list[Any]
    seen: list[Any] = []

    @property
    def _llm_type(self) -> str:
        return "aisle-scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.seen.append(messages)
        step = self.steps.pop(0) if self.steps else []
        if isinstance(step, Exception):
            raise step
        calls = [{"name": name, "args": arguments, "id": f"call-{number}"} for number, (name, arguments) in enumerate(step)]
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content="", tool_calls=calls))])
