import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from openai import APIStatusError

from assistant.models import Unavailable
from assistant.models.endpoint import Endpoint
from shop.errors import SettingsError
from shop.settings import Llm

NOTE = json.dumps({"tool": "note", "arguments": {"word": "tea"}})


def endpoint(url: str, **settings: Any) -> Endpoint:
    return Endpoint(Llm.model_validate({"base_url": url, "model": "m", "timeout": 10, **settings}))


def test_an_address_without_a_scheme_is_refused_in_a_sentence() -> None:
    with pytest.raises(SettingsError, match=r"AISLE_LLM__BASE_URL must be an address such as .* \(it is 'localhost:8080'\)"):
        endpoint("localhost:8080")


async def test_a_server_that_calls_tools_decides_by_tools(stub: Any) -> None:
    server = stub(lambda request: [("note", '{"word": "tea"}')] if "tools" in request else 500)
    asked = endpoint(server.url)
    assert await asked.ability() == "tools"
    assert (await asked.decider()) is asked._chat


async def test_a_server_that_enforces_schemas_decides_by_schema(stub: Any) -> None:
    server = stub(lambda request: NOTE if request.get("response_format", {}).get("type") == "json_schema" else "tea")
    assert await endpoint(server.url).ability() == "json_schema"


async def test_a_server_that_knows_only_json_object_decides_by_that(stub: Any) -> None:
    # As llama-cpp-python's does: no tool calls, HTTP 500 for a json_schema, the schema beside json_object.
    def answer(request: dict[str, Any]) -> Any:
        kind = request.get("response_format", {}).get("type")
        return 500 if kind == "json_schema" else NOTE if kind == "json_object" else "I have no tools."

    server = stub(answer)
    assert await endpoint(server.url).ability() == "json_object"
    assert "schema" in server.requests[-1]["response_format"]


async def test_a_server_that_only_writes_decides_by_text(stub: Any) -> None:
    server = stub(lambda request: 400 if "tools" in request or "response_format" in request else "Hello!")
    assert await endpoint(server.url).ability() == "text"


async def test_what_an_endpoint_can_do_is_asked_once(stub: Any) -> None:
    server = stub(lambda request: [("note", '{"word": "tea"}')])
    asked = endpoint(server.url)
    await asyncio.gather(*(asked.ability() for _ in range(5)))
    assert len(server.requests) == 1


async def test_a_wrong_key_is_no_missing_ability(stub: Any) -> None:
    server = stub(lambda request: 401)
    with pytest.raises(APIStatusError):
        await endpoint(server.url).ability()
    assert len(server.requests) == 1


async def test_every_request_is_bounded(stub: Any) -> None:
    server = stub(lambda request: [("note", '{"word": "tea"}')])
    await endpoint(server.url, max_tokens=77).ability()
    assert server.requests[0]["max_completion_tokens"] == 77


async def test_what_is_written_arrives_in_pieces(stub: Any) -> None:
    server = stub(lambda request: ["One ", "two."])
    assert [piece async for piece in endpoint(server.url).write("Be brief.", "Count.")] == ["One ", "two."]
    assert [message["role"] for message in server.requests[0]["messages"]] == ["system", "user"]


async def test_a_server_that_ignores_the_limit_is_cut_off(stub: Any) -> None:
    server = stub(lambda request: ["word "] * 10_000)
    pieces = [piece async for piece in endpoint(server.url, max_tokens=16).write("", "Go on.")]
    assert len("".join(pieces)) < 16 * 8 + 10


async def test_a_stalled_answer_ends(stub: Any) -> None:
    server = stub(lambda request: ["One ", 5.0, "two."])
    with pytest.raises(TimeoutError):
        _ = [piece async for piece in endpoint(server.url, timeout=0.3).write("", "Count.")]


async def test_a_server_that_is_not_there_rests(unused_tcp_port_factory: Callable[[], int]) -> None:
    asked = endpoint(f"http://127.0.0.1:{unused_tcp_port_factory()}/v1")
    with pytest.raises(Exception, match="Connection error") as refused:
        await asked.ability()
    asked.failed(refused.value)
    with pytest.raises(Unavailable, match="left alone for a while"):
        await asked.ability()
    with pytest.raises(Unavailable):
        _ = [piece async for piece in asked.write("", "")]


async def test_bad_answers_are_forgiven_twice(stub: Any) -> None:
    asked = endpoint(stub(lambda request: [("note", '{"word": "tea"}')]).url)
    for _ in range(2):
        asked.failed(ValueError("garbage"))
    assert await asked.ability() == "tools"
    asked.failed(ValueError("garbage"))
    with pytest.raises(Unavailable):
        await asked.ability()


async def test_the_key_is_in_no_log(stub: Any, caplog: pytest.LogCaptureFixture) -> None:
    asked = endpoint(stub(lambda request: 401).url, api_key="sk-secret")
    with pytest.raises(APIStatusError) as refused:
        await asked.ability()
    asked.failed(refused.value)
    assert "HTTP 401" in caplog.text
    assert "sk-secret" not in caplog.text


async def test_a_llama_server_with_a_random_model_decides_by_schema(llama: str) -> None:
    assert await endpoint(llama).ability() == "json_schema"
