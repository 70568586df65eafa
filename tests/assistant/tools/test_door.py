import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.tools import Context, Reply, Retry, tool

CONTEXT = cast(Context, SimpleNamespace())


@tool(access="read")
async def gift_wrap(context: Context, product_id: str, count: int = 1) -> Reply:
    """Tell whether a product can be gift-wrapped."""
    return Reply(text=f"{count} x {product_id}")


def call(**arguments: Any) -> Reply:
    return asyncio.run(gift_wrap.call(CONTEXT, arguments))


def test_a_tool_is_its_functions_name_docstring_and_types() -> None:
    assert (gift_wrap.name, gift_wrap.access) == ("gift_wrap", "read")
    assert gift_wrap.description == "Tell whether a product can be gift-wrapped."
    assert call(product_id="a", count="2").text == "2 x a"


WRONG = [({}, "product_id"), ({"product_id": "a", "count": "x"}, "count"), ({"product_id": "a", "colour": 1}, "colour")]


@pytest.mark.parametrize(("arguments", "named"), WRONG)
def test_wrong_arguments_ask_to_be_mended(arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(Retry, match=named):
        call(**arguments)


def test_what_is_no_tool_is_refused_when_it_is_imported() -> None:
    async def silent(context: Context) -> Reply: ...

    def blocking(context: Context) -> Reply:
        """Wait."""
        raise AssertionError

    async def untyped(context: Context, product) -> Reply:  # type: ignore[no-untyped-def]
        """Guess."""
        raise AssertionError

    async def alone() -> Reply:
        """Know nothing."""
        raise AssertionError

    for function, sentence in ((silent, "docstring"), (blocking, "async"), (untyped, "product"), (alone, "context: Context")):
        with pytest.raises(TypeError, match=sentence):
            tool(access="read")(function)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="access"):
        tool(access="root")  # type: ignore[arg-type]
