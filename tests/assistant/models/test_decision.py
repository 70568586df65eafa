import pytest

from assistant.models.decision import Decision, Malformed, decision_in, schema_of

KNOWN = {"search_products", "view_cart"}


@pytest.mark.parametrize(
    "answer",
    [
        '{"tool": "search_products", "arguments": {"query": "boots"}}',
        'Sure! ```json\n{"tool": "search_products", "arguments": {"query": "boots"}}\n```',
        '<think>{"tool": "view_cart"}</think>{"tool": "search_products", "arguments": {"query": "boots"}} Done.',
        '{not json} {"tool": "search_products", "arguments": {"query": "boots"}}',
    ],
)
def test_a_decision_is_found_in_what_stands_around_it(answer: str) -> None:
    assert decision_in(answer, KNOWN) == Decision("search_products", {"query": "boots"})


def test_null_is_nothing_more_to_call() -> None:
    assert decision_in('{"tool": null}', KNOWN) is None


def test_arguments_may_be_left_out() -> None:
    assert decision_in('{"tool": "view_cart"}', KNOWN) == Decision("view_cart", {})


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("", "no JSON object"),
        ("boots, please", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ('{"name": "view_cart"}', 'no "tool"'),
        ('{"tool": "drop_tables"}', 'no tool "drop_tables"; there are search_products, view_cart'),
        ('{"tool": ["view_cart"]}', "no tool"),
        ('{"tool": "view_cart", "arguments": [1]}', '"arguments" must be an object'),
        ('{"tool": "view_', "no JSON object"),
    ],
)
def test_what_is_no_decision_says_why(answer: str, problem: str) -> None:
    with pytest.raises(Malformed, match=problem):
        decision_in(answer, KNOWN)


def test_the_schema_bounds_texts_and_lists() -> None:
    properties = {
        "query": {"type": "string"},
        "ids": {"type": "array", "items": {"type": "string"}},
        "kind": {"type": "string", "enum": ["a"]},
    }
    schema = schema_of([{"name": "t", "parameters": {"type": "object", "properties": properties}}])
    bounded = schema["anyOf"][0]["properties"]["arguments"]["properties"]
    assert bounded["query"]["maxLength"] == bounded["ids"]["items"]["maxLength"] == 200
    assert bounded["ids"]["maxItems"] == 4
    assert "maxLength" not in bounded["kind"]
    assert "maxLength" not in properties["query"]
