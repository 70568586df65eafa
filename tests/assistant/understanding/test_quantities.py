import pytest

from assistant.understanding.quantities import is_more, quantity_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("two of these please", 2),
        ("add 2 of them to my cart", 2),
        ("one more", 1),
        ("I need 3 mugs", 3),
        ("a couple of the first", None),
        ("两个枕头", 2),
        ("再来一件", 1),
        ("我想买三件衬衫", 3),
        ("第二个", None),
        ("四件套", None),
        ("5袋装", None),
        ("3个月", None),
        ("digital camera with 10x optical zoom", None),
        ("8gb usb flash drive", None),
        ("tent for 4 people", None),
        ("iphone 4 case", None),
        ("two-drawer dresser", None),
    ],
)
def test_only_a_number_of_things_is_a_quantity(text: str, count: int | None) -> None:
    assert quantity_in(text)[0] == count


@pytest.mark.parametrize(("text", "more"), [("two more", True), ("再来一件", True), ("two of these", False), ("买两个", False)])
def test_more_comes_on_top(text: str, more: bool) -> None:
    assert is_more(text) is more
