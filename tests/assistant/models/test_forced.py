from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import StructuredTool

from assistant.models.decision import Malformed
from assistant.models.endpoint import _client
from assistant.models.forced import Forced
from shop.settings import Llm


async def look(query: str) -> str:
    """Look for goods."""
    return query


LOOK = StructuredTool.from_function(coroutine=look)
CALL = '{"tool": "look", "arguments": {"query": "boots"}}'


def forced(url: str, ability: Any) -> Any:
    return Forced(chat=_client(Llm(base_url=url)), ability=ability).bind_tools([LOOK])


async def test_the_answer_becomes_a_tool_call(stub: Any) -> None:
    answer = await forced(stub(lambda request: CALL).url, "json_schema").ainvoke([HumanMessage("boots")])
    assert [(call["name"], call["args"]) for call in answer.tool_calls] == [("look", {"query": "boots"})]


async def test_the_schema_names_the_tools(stub: Any) -> None:
    server = stub(lambda request: CALL)
    await forced(server.url, "json_schema").ainvoke([HumanMessage("boots")])
    choices = server.requests[0]["response_format"]["json_schema"]["schema"]["anyOf"]
    assert choices[0]["properties"]["tool"] == {"const": "look"}
    assert choices[-1]["properties"]["tool"] == {"type": "null"}


async def test_text_without_a_schema_is_mended_once(stub: Any) -> None:
    answers = ["I would look for boots.", CALL]
    server = stub(lambda request: answers.pop(0))
    answer = await forced(server.url, "text").ainvoke([HumanMessage("boots")])
    assert answer.tool_calls[0]["name"] == "look"
    assert "There is no JSON object in it." in server.requests[1]["messages"][-1]["content"]
    assert "response_format" not in server.requests[0]


async def test_a_second_bad_answer_is_the_last(stub: Any) -> None:
    server = stub(lambda request: "boots!")
    with pytest.raises(Malformed):
        await forced(server.url, "text").ainvoke([HumanMessage("boots")])
    assert len(server.requests) == 2


async def test_the_conversation_fits_servers_without_tool_messages(stub: Any) -> None:
    server = stub(lambda request: '{"tool": null}')
    call = {"name": "look", "args": {"query": "boots"}, "id": "1"}
    told: list[Any] = [
        SystemMessage("Choose."),
        HumanMessage("boots"),
        AIMessage("", tool_calls=[call]),
        ToolMessage("<data>\n3 fit\n</data>", name="look", tool_call_id="1"),
    ]
    answer = await forced(server.url, "text").ainvoke(told)
    assert answer.tool_calls == []
    messages = server.requests[0]["messages"]
    assert [message["role"] for message in messages] == ["system", "user"]
    assert "3 fit" in messages[1]["content"]
