"""Suggestions while one types, in the page and in the widget: both have the same list above their box."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from starlette.types import ASGIApp

from shop.product import Product, Variant
from ui.bootstrap import App

HOSTILE = '<img src=x onerror="window.hacked=1"> Slippers'
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
HOST = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'


@dataclass
class Chat:
    """A box to type in, the list above it, and what was said."""

    page: Page
    said: Locator

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("combobox")

    @property
    def list(self) -> Locator:
        return self.page.get_by_role("listbox", name=re.compile("Suggestions|搜索建议"))

    @property
    def options(self) -> Locator:
        return self.list.get_by_role("option")

    def type(self, text: str) -> None:
        self.box.press_sequentially(text)


Open = Callable[..., Chat]


@pytest.fixture
def url(app: App, served: Callable[[ASGIApp], str], mounted: Callable[[App], ASGIApp]) -> str:
    return served(mounted(app))


@pytest.fixture(params=["page", "widget"])
def opened(request: pytest.FixtureRequest, browser: Browser, url: str, unclosed: str) -> Iterator[Open]:
    """Open the chat, in a browser of its own that is as the test says, by default one on a desktop."""
    contexts: list[BrowserContext] = []

    def inside(**options: Any) -> Chat:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "en-US", **options})
        context.set_default_timeout(20_000)
        context.add_init_script(unclosed)
        contexts.append(context)
        page = context.new_page()
        return _in_page(page, url) if request.param == "page" else _in_widget(page, url, options.get("locale", "en"))

    yield inside
    for context in contexts:
        context.close()


def _in_page(page: Page, url: str) -> Chat:
    page.goto(url)
    expect(page.locator(".a-empty")).to_be_visible()
    return Chat(page, page.locator("#said .a-you"))


def _in_widget(page: Page, url: str, locale: str) -> Chat:
    host = f'{HOST}<script src="/widget.js" data-language="{locale}" async></script>'
    page.route("**/host.html", lambda route: route.fulfill(body=host, content_type="text/html"))
    page.goto(f"{url}/host.html")
    page.locator("aisle-chat .launcher").click()
    expect(page.locator("aisle-chat .hello")).to_be_visible()
    return Chat(page, page.locator("aisle-chat .mine"))


def test_a_click_on_a_line_says_it(opened: Open) -> None:
    chat = opened()
    chat.type("canv")
    expect(chat.options).to_have_text(["Canvas BootsBoots"])
    chat.options.first.click()
    expect(chat.said).to_contain_text("Canvas Boots")
    expect(chat.list).to_be_hidden()
    expect(chat.box).to_have_value("")
    expect(chat.box).to_be_focused()


def test_the_arrows_go_round_and_enter_says_the_marked_line(opened: Open) -> None:
    chat = opened()
    chat.type("boots")
    expect(chat.options.nth(1)).to_be_visible()
    last = chat.options.count() - 1
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", -1), ("ArrowUp", last)):
        chat.box.press(key)
        selected = chat.list.locator("[aria-selected=true]")
        expect(selected).to_have_count(int(place >= 0))
        if place >= 0:
            expect(chat.options.nth(place)).to_have_attribute("aria-selected", "true")
    chat.box.press("ArrowDown")
    expect(chat.list.locator("[aria-selected=true]")).to_have_count(0)
    expect(chat.box).to_have_value("boots")
    chat.box.press("ArrowDown")
    marked = chat.options.first.get_attribute("data-text")
    chat.box.press("Enter")
    expect(chat.said).to_contain_text(marked or "nothing")


def test_enter_without_a_marked_line_says_what_was_typed(opened: Open) -> None:
    chat = opened()
    chat.type("canv")
    expect(chat.options).not_to_have_count(0)
    chat.box.press("Enter")
    expect(chat.said).to_contain_text(re.compile("canv$"))
    expect(chat.list).to_be_hidden()


def test_what_is_sent_before_its_suggestions_came_gets_none(opened: Open) -> None:
    chat = opened()
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url) if "/v1/suggest" in request.url else None)
    chat.box.fill("canvas")
    chat.box.press("Enter")
    expect(chat.said).to_contain_text("canvas")
    chat.page.wait_for_timeout(300)  # longer than the pause after a key
    assert asked == []
    expect(chat.list).to_be_hidden()


def test_escape_takes_the_list_away_and_nothing_else(opened: Open) -> None:
    chat = opened()
    chat.type("boo")
    expect(chat.list).to_be_visible()
    chat.box.press("Escape")
    expect(chat.list).to_be_hidden()
    expect(chat.box).to_have_value("boo")
    expect(chat.box).to_be_focused()
    chat.type("t")
    expect(chat.list).to_be_visible()


def test_an_empty_box_and_a_single_letter_show_nothing(opened: Open) -> None:
    chat = opened()
    chat.box.focus()
    expect(chat.list).to_be_hidden()
    chat.type("boo")
    expect(chat.list).to_be_visible()
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url) if "/v1/suggest" in request.url else None)
    chat.box.press("ControlOrMeta+a")
    chat.box.press("Backspace")
    expect(chat.list).to_be_hidden()
    chat.type("b")
    chat.page.wait_for_timeout(300)
    assert asked == []
    expect(chat.list).to_be_hidden()


def test_what_was_typed_stands_out(opened: Open) -> None:
    chat = opened()
    chat.type("nord")
    strong = chat.options.first.locator("b")
    expect(strong).to_have_text("Nord")
    assert int(strong.evaluate("node => getComputedStyle(node).fontWeight")) >= 600


@pytest.mark.parametrize("typed", ["徒步", "tubu", "tbx"])
def test_chinese_is_found_by_its_characters_its_pinyin_and_its_initials(opened: Open, typed: str) -> None:
    chat = opened(locale="zh-CN")
    chat.type(typed)
    expect(chat.options).to_have_text(["防水徒步靴靴子"])  # and where it stands, in its language
    chat.box.press("ArrowDown")
    chat.box.press("Enter")
    expect(chat.said).to_contain_text("防水徒步靴")


def test_a_word_that_is_being_composed_is_not_asked_about(opened: Open) -> None:
    chat = opened(locale="zh-CN")
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url) if "/v1/suggest" in request.url else None)
    keyboard = chat.page.context.new_cdp_session(chat.page)
    chat.box.focus()
    for begun in ("x", "xu", "xue"):
        keyboard.send("Input.imeSetComposition", {"text": begun, "selectionStart": len(begun), "selectionEnd": len(begun)})
    expect(chat.box).to_have_value("xue")
    chat.page.wait_for_timeout(300)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "靴"})
    expect(chat.box).to_have_value("靴")
    expect(chat.options.first).to_contain_text("靴")


def test_keys_of_a_composition_leave_the_list_alone(opened: Open) -> None:
    chat = opened(locale="zh-CN")
    chat.type("靴")
    expect(chat.list).to_be_visible()
    for key in ("ArrowDown", "Escape", "Enter"):
        pressed = {"key": key, "keyCode": 229, "isComposing": True, "bubbles": True, "cancelable": True}
        chat.box.dispatch_event("keydown", pressed)
    expect(chat.list).to_be_visible()
    expect(chat.list.locator("[aria-selected=true]")).to_have_count(0)
    expect(chat.said).to_have_count(0)


def test_markup_in_a_suggestion_is_text(opened: Open, app: App) -> None:
    category = ("<b>Soft</b>",)
    app.store.catalogue.upsert([Product(id="x", title=HOSTILE, category=category, variants=(Variant(id="x"),))])
    app.index.follow()
    app.suggester._made_at = -1e9
    app.suggester.refresh()
    chat = opened()
    chat.type("slipp")
    line = chat.options.filter(has_text="Slippers")
    expect(line).to_have_text(f"{HOSTILE}<b>Soft</b>")
    assert line.locator("img").count() == 0
    line.click()
    expect(chat.said).to_contain_text(HOSTILE)
    assert chat.page.evaluate("window.hacked") is None


def test_the_marked_letters_are_the_typed_ones_also_behind_an_emoji(opened: Open) -> None:
    chat = opened()
    found = {"text": "🎁🎁 Gift box", "kind": "phrase", "where": None, "matched": [[3, 7]]}
    chat.page.route("**/v1/suggest?*", lambda route: route.fulfill(json={"suggestions": [found]}))
    chat.type("gift")
    expect(chat.options.locator("b")).to_have_text("Gift")


def test_a_screen_reader_is_told_of_the_list_and_of_the_marked_line(opened: Open) -> None:
    chat = opened()
    expect(chat.box).to_have_attribute("aria-autocomplete", "list")
    expect(chat.box).to_have_attribute("aria-expanded", "false")
    chat.type("canv")
    expect(chat.box).to_have_attribute("aria-expanded", "true")
    expect(chat.box).to_have_attribute("aria-controls", chat.list.get_attribute("id") or "missing")
    assert chat.box.get_attribute("aria-activedescendant") is None
    chat.box.press("ArrowDown")
    expect(chat.box).to_have_attribute("aria-activedescendant", chat.options.first.get_attribute("id") or "missing")
    expect(chat.list.get_by_role("option", name="Canvas Boots Boots", selected=True)).to_be_visible()
    chat.box.press("Escape")
    expect(chat.box).to_have_attribute("aria-expanded", "false")
    assert chat.box.get_attribute("aria-activedescendant") is None


def _fails(route: Route) -> None:
    route.fulfill(status=500, body="broken")


def _is_lost(route: Route) -> None:
    route.abort()


def _says_nonsense(route: Route) -> None:
    route.fulfill(body="<html>", content_type="text/html")


@pytest.mark.parametrize("answer", [_fails, _is_lost, _says_nonsense])
def test_when_suggestions_fail_one_types_on(opened: Open, answer: Callable[[Route], None]) -> None:
    chat = opened()
    errors: list[str] = []
    chat.page.on("pageerror", lambda error: errors.append(str(error)))
    chat.page.route("**/v1/suggest?*", answer)
    with chat.page.expect_request("**/v1/suggest?*"):
        chat.type("canvas boots")
    chat.box.press("Enter")
    expect(chat.said).to_contain_text("canvas boots")
    expect(chat.list).to_be_hidden()
    expect(chat.page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_have_count(0)
    assert errors == []


def test_on_a_phone_the_list_fits_and_a_tap_says_a_line(opened: Open) -> None:
    chat = opened(**PHONE)
    chat.box.tap()
    chat.type("boots")
    expect(chat.options.first).to_be_visible()
    place = chat.list.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390
    assert place["y"] >= 0
    line = chat.options.first.bounding_box()
    assert line is not None
    assert line["height"] >= 44  # what a finger meets
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 390
    said = chat.options.nth(1).get_attribute("data-text")
    chat.options.nth(1).tap()
    expect(chat.said).to_contain_text(said or "nothing")
    expect(chat.list).to_be_hidden()


def test_the_list_goes_when_the_box_is_left(opened: Open) -> None:
    chat = opened()
    chat.type("boo")
    expect(chat.list).to_be_visible()
    chat.box.press("Tab")
    expect(chat.list).to_be_hidden()
