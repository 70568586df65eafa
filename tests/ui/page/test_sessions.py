from typing import Any

import pytest

from shop.store.messages import Turn
from shop.store.store import Store
from ui.page.sessions import Browser, earlier_chats


@pytest.mark.parametrize("held", [None, "", 7, [], {"now": 3}, {"tokens": "x"}, {"now": "a" * 200}, {"tokens": ["a"] * 99}])
def test_whatever_a_browser_sends_is_read_or_forgotten(held: Any) -> None:
    assert Browser.of(held) == Browser()


def test_the_newest_conversation_comes_first_and_the_oldest_are_let_go() -> None:
    browser = Browser()
    for number in range(25):
        browser = browser.begun(f"t{number}")
    assert browser.now == "t24"
    assert browser.tokens[0] == "t24"
    assert len(browser.tokens) == 20
    assert Browser.of(browser.to_json()) == browser


def test_a_forgotten_conversation_is_not_open_any_more() -> None:
    browser = Browser().begun("a").begun("b")
    assert browser.without("b") == Browser(now="", tokens=("a",))
    assert browser.without("a").now == "b"


def test_only_conversations_with_words_in_them_are_listed(store: Store) -> None:
    said, token = store.sessions.create()
    _, silent = store.sessions.create()
    store.messages.add_turn(Turn(id="t1", session=said.id, time=1, text="boots " * 30))
    found = earlier_chats(store, [silent, token, "unknown"], said)
    assert [chat["session"] for chat in found] == [said.id]
    assert found[0]["title"].endswith("…")
    assert found[0]["now"]
