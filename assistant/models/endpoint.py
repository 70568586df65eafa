"""Endpoint: a language model behind an OpenAI-compatible address. The only file that knows the client library."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from openai import APIConnectionError, APIStatusError, DefaultAsyncHttpxClient

from shop.errors import SettingsError
from shop.settings import Llm

from .ability import Ability, ability_of
from .forced import Forced
from .model import Unavailable

_LOG = logging.getLogger("aisle")
_REST = 30.0  # seconds in which an endpoint that failed is not asked again
_STRIKES = 3  # failures in a row after which one that answers, but badly, rests too
_CONNECT = 5.0  # seconds
_STALL = 10.0  # seconds without a further piece of an answer that had begun
_LONGEST = 8  # characters a token: where a server does not honour the limit, the answer is cut at this
_DOWN = frozenset((401, 403, 404, 408, 429, 502, 503, 504))  # of no use to the next shopper either


class Endpoint:
    """Asks it how it can be made to decide, once; then decides and writes through it. Rests for a while after failures."""

    def __init__(self, settings: Llm) -> None:
        """Raises SettingsError unless `settings.base_url` is an http(s) address."""
        if urlsplit(settings.base_url or "").scheme not in ("http", "https"):
            raise SettingsError(
                "Setting AISLE_LLM__BASE_URL must be an address such as http://127.0.0.1:8080/v1"
                f" (it is {settings.base_url!r})."
            )
        self.name = settings.model or "default"
        self._url, self._timeout, self._most = settings.base_url, settings.timeout, settings.max_tokens
        self._chat = _client(settings)
        self._ability: Ability | None = None
        self._probing = asyncio.Lock()
        self._rests_until = 0.0
        self._strikes = 0

    async def ability(self) -> Ability:
        """How it is made to decide; asked of it at the first call and remembered. Raises Unavailable."""
        self._awake()
        async with self._probing:
            if self._ability is None:
                self._awake()
                async with asyncio.timeout(self._timeout):
                    self._ability = await ability_of(self._chat)
                _LOG.info("The language model %s at %s decides by %s.", self.name, self._url, self._ability)
            return self._ability

    async def decider(self) -> BaseChatModel:
        """The client itself where tools are called natively, else one that asks for a JSON object."""
        ability = await self.ability()
        return self._chat if ability == "tools" else Forced(chat=self._chat, ability=ability)

    async def write(self, system: str, text: str) -> AsyncGenerator[str, None]:
        """The answer as it streams in. Raises Unavailable, TimeoutError when it stalls, and the client's errors."""
        self._awake()
        ends, length = time.monotonic() + self._timeout, 0
        async with aclosing(self._chat.astream([SystemMessage(system), HumanMessage(text)])) as stream:  # type: ignore[type-var]
            while length < _LONGEST * self._most:
                patience = ends - time.monotonic()
                async with asyncio.timeout(min(patience, _STALL) if length else patience):
                    chunk = await anext(stream, None)
                if chunk is None:
                    break
                piece = str(chunk.text)
                length += len(piece)
                if piece:
                    yield piece
        self._strikes = 0

    def failed(self, error: Exception) -> None:
        """Rest at once when it cannot be reached, and after three failures in a row when it answers badly."""
        if isinstance(error, Unavailable):
            return
        self._strikes += 1
        if _is_down(error) or self._strikes >= _STRIKES:
            self._rests_until, self._strikes = time.monotonic() + _REST, 0
            _LOG.warning(
                "The language model %s at %s failed (%s); it is left alone for %d s.", self.name, self._url, _told(error), _REST
            )

    def _awake(self) -> None:
        if time.monotonic() < self._rests_until:
            raise Unavailable(f"The language model {self.name} failed a moment ago and is left alone for a while.")


def _client(settings: Llm) -> ChatOpenAI:
    # One connection a call: nothing stays open when a turn is stopped, and no event loop owns it.
    http = DefaultAsyncHttpxClient(timeout=settings.timeout)
    return ChatOpenAI(
        model=settings.model or "default",
        base_url=settings.base_url,
        api_key=settings.api_key,
        use_responses_api=False,
        max_completion_tokens=settings.max_tokens,
        timeout=settings.timeout,
        max_retries=0,
        stream_usage=False,
        stream_chunk_timeout=None,  # its wait_for loses a cancellation now and then (Python 3.11), and Stop with it
        http_async_client=http,
        default_headers={"Connection": "close"},
    )


def _is_down(error: Exception) -> bool:
    if isinstance(error, APIStatusError):
        return error.status_code in _DOWN
    return isinstance(error, APIConnectionError | TimeoutError)


def _told(error: Exception) -> str:
    # What a server sends back may quote the request, key and all; its kind is enough for a log.
    return f"HTTP {error.status_code}" if isinstance(error, APIStatusError) else type(error).__name__
