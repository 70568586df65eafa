"""The page as a shopper uses it, in a real browser over a real server."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlparse

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from shop.event import Event
from shop.money import Money
from shop.policy import Policy
from shop.product import Product, Variant
from ui.bootstrap import App

BOOTS = ("Shoes", "Boots")
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> Boots'


@pytest.fixture
def shop(app: App, mounted: Callable[[App], FastAPI]) -> FastAPI:
    app.store.facts.set("shop_name", "Test & Co")
    app.store.facts.set("currency", "USD")
    app.store.policies.upsert([Policy(id="p1", topic="shipping", title="Shipping", text="Delivery takes 3 days.")])
    return mounted(app)


@pytest.fixture
def url(shop: FastAPI, served: Callable[[FastAPI], str]) -> str:
    return served(shop)


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    expect(page.locator(".a-empty")).to_be_visible()
    return page


def say(page: Page, text: str) -> None:
    before = page.locator("#said [data-done]").get_attribute("data-turn") if page.locator("#said [data-done]").count() else ""
    page.locator("#box textarea").fill(text)
    page.locator("#box textarea").press("Enter")
    done = f'#said [data-done]:not([data-turn="{before}"])' if before else "#said [data-done]"
    expect(page.locator(done)).to_be_attached()
    expect(page.locator("#after .a-thumb").first).to_be_visible()


def test_a_shopper_is_greeted_asks_and_buys(page: Page, url: str) -> None:
    opened(page, url)
    expect(page.locator(".a-empty h2")).to_have_text("Welcome to Test & Co")
    say(page, "canvas boots")
    expect(page.locator("#said .a-text")).to_contain_text("“Canvas Boots” at $40.00")
    card = page.locator("#cards .a-card").first
    expect(card.locator(".a-title")).to_have_text("Canvas Boots")
    expect(card.locator(".a-price")).to_have_text("$40.00")
    card.locator(".a-add").click()
    expect(page.locator(".a-toast:visible")).to_contain_text("In your cart")
    expect(page.locator(".a-count")).to_have_text("1")


def test_what_was_said_and_the_cart_are_there_after_a_reload(page: Page, url: str) -> None:
    opened(page, url)
    say(page, "canvas boots")
    say(page, "add the first one to my cart")
    page.reload()
    expect(page.locator("#past .a-you")).to_contain_text("canvas boots")
    expect(page.locator("#said .a-you")).to_contain_text("add the first one")
    expect(page.locator(".a-count")).to_have_text("1")


def test_the_cart_counts_removes_and_takes_back(page: Page, url: str) -> None:
    opened(page, url)
    say(page, "canvas boots")
    page.locator("#cards .a-add").first.click()
    page.locator("[data-show=cart]").click()
    cart = page.locator("dialog[data-name=cart]")
    cart.get_by_role("button", name=re.compile("One more")).click()
    expect(cart.locator(".a-total")).to_contain_text("$80.00")
    cart.get_by_role("button", name=re.compile("Remove")).click()
    expect(cart).to_contain_text("Your cart is empty")
    cart.get_by_role("button", name="Undo").click()
    expect(cart.locator(".a-total")).to_contain_text("$80.00")
    page.keyboard.press("Escape")
    expect(cart).not_to_be_visible()


def test_what_completes_the_cart_opens_over_it_and_is_counted_as_looked_at(page: Page, url: str, app: App) -> None:
    app.around.fit(
        Event(kind="buy", time=n, session=f"{pair[0]}{n // 2}", product=pair[n % 2])
        for pair in (("boot-2", "tea-1"), ("kettle-1", "phone-1"))
        for n in range(12)
    )
    opened(page, url)
    say(page, "canvas boots")
    page.locator("#cards .a-add").first.click()
    expect(page.locator(".a-count")).to_have_text("1")
    page.locator("[data-show=cart]").click()
    page.locator("dialog[data-name=cart]").get_by_role("button", name="Details of Jasmine Tea").press("Enter")
    expect(page.locator("dialog[open] h2")).to_have_text(["Jasmine Tea 100 g"])
    expect(page.locator(".a-product")).to_be_visible()
    assert "tea-1" in [event.product for batch in app.store.events.iterate(["view"]) for event in batch]


def test_more_than_the_shop_has_is_refused_in_a_sentence(page: Page, url: str, app: App) -> None:
    app.store.catalogue.upsert(
        [Product(id="suede", title="Suede Boots", category=BOOTS, variants=(Variant(id="suede", stock=1),))]
    )
    app.index.follow()
    opened(page, url)
    say(page, "suede boots")
    for _ in range(2):
        page.locator("#cards .a-card", has_text="Suede Boots").locator(".a-add").click()
        expect(page.locator(".a-toast:visible")).to_be_visible()
    expect(page.locator(".a-toast.a-bad:visible")).to_contain_text("1 in stock, 2 wanted")


def test_a_chip_says_what_it_shows(page: Page, url: str) -> None:
    opened(page, url)
    chip = page.locator(".a-empty .a-chip").first
    words = chip.inner_text()
    chip.click()
    expect(page.locator("#said .a-you")).to_contain_text(words)
    expect(page.locator("#said [data-done]")).to_be_attached()


def test_a_products_sheet_offers_its_variants(page: Page, url: str) -> None:
    opened(page, url)
    say(page, "waterproof hiking boots")
    page.locator("#cards .a-card", has_text="Waterproof").locator(".a-open").click()
    sheet = page.locator(".a-product")
    expect(sheet.locator("option")).to_have_text(["Black · $120.00", "Red · $90.00 · Sold out"])
    expect(sheet.locator("option").nth(1)).to_be_disabled()
    sheet.locator(".a-add").click()
    expect(page.locator(".a-count")).to_have_text("1")


def test_a_new_chat_keeps_the_cart_and_the_old_one_can_be_opened_or_deleted(page: Page, url: str) -> None:
    opened(page, url)
    say(page, "canvas boots")
    page.locator("#cards .a-add").first.click()
    expect(page.locator(".a-count")).to_have_text("1")
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".a-empty")).to_be_visible()
    expect(page.locator(".a-count")).to_have_text("1")
    page.get_by_role("button", name="Earlier chats").click()
    page.locator(".a-chat", has_text="canvas boots").click()
    expect(page.locator("#cards .a-title").first).to_have_text("Canvas Boots")
    page.get_by_role("button", name="Earlier chats").click()
    page.get_by_role("button", name=re.compile("Delete this chat")).click()
    expect(page.locator(".a-chats")).to_have_count(0)
    expect(page.locator("#past .a-you, #said .a-you")).to_have_count(0)


def test_a_bad_answer_can_be_explained_and_is_remembered(page: Page, url: str, app: App) -> None:
    opened(page, url)
    say(page, "canvas boots")
    page.get_by_role("button", name="Bad answer").click()
    page.get_by_role("button", name="Too expensive").click()
    expect(page.get_by_text("Thank you, noted.")).to_be_visible()
    expect(page.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    told = [event for batch in app.store.events.iterate(["thumb"]) for event in batch]
    assert [(event.value, event.query) for event in told] == [(-1, None), (-1, "Too expensive")]


def test_another_variant_shows_its_price_as_a_price(page: Page, url: str, app: App) -> None:
    variants = (
        Variant(id="lamp-w", options={"color": "White"}, price=Money(minor=4000, currency="USD")),
        Variant(
            id="lamp-b",
            options={"color": "Black"},
            price=Money(minor=3000, currency="USD"),
            list_price=Money(minor=3500, currency="USD"),
        ),
    )
    app.store.catalogue.upsert([Product(id="lamp", title="Reading Lamp", category=("Lamps",), variants=variants)])
    app.index.follow()
    opened(page, url)
    say(page, "white reading lamp")
    page.locator("#cards .a-card", has_text="Reading Lamp").locator(".a-open").click()
    page.locator(".a-product select").select_option("lamp-b")
    expect(page.locator(".a-product .a-cost .a-price")).to_have_text("$30.00")
    expect(page.locator(".a-product .a-cost .a-was")).to_have_text("$35.00")


def test_the_focus_goes_where_one_goes_on(page: Page, url: str) -> None:
    opened(page, url)
    box = page.locator("#box textarea")
    page.locator(".a-empty .a-chip").first.press("Enter")
    expect(box).to_be_focused()
    say(page, "canvas boots")
    page.locator("#cards .a-add").first.click()
    page.locator("[data-show=cart]").press("Enter")
    page.locator("dialog[data-name=cart]").get_by_role("button", name=re.compile("One more")).click()
    expect(page.locator(".a-count")).to_have_text("2")
    page.keyboard.press("Escape")
    expect(page.locator("[data-show=cart]")).to_be_focused()
    after = page.locator("#after")
    after.get_by_role("button", name="Bad answer").click()
    after.get_by_role("button", name="Too expensive").press("Enter")
    expect(after.get_by_role("button", name="Bad answer")).to_be_focused()
    page.get_by_role("button", name="New chat").press("Enter")
    expect(box).to_be_focused()


def test_what_is_written_while_a_chip_is_answered_stays_in_the_box(page: Page, url: str) -> None:
    opened(page, url)
    say(page, "boots")
    page.locator("#box textarea").press_sequentially("half a th")
    page.locator("#after .a-chip").first.click()
    expect(page.locator("#past .a-you")).to_have_count(1)
    expect(page.locator("#after .a-thumb").first).to_be_visible()
    expect(page.locator("#box textarea")).to_have_value("half a th")


def test_what_was_written_comes_back_after_the_connection_broke(browser: Browser, url: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = opened(context.new_page(), url)
    context.set_offline(True)
    page.locator("#box textarea").press_sequentially("靴子")
    page.locator("#box textarea").press("Enter")
    expect(page.get_by_text("暂时连不上店铺")).to_be_visible()
    context.set_offline(False)
    page.reload()
    expect(page.locator(".a-empty")).to_be_visible()
    expect(page.locator("#box textarea")).to_have_value("靴子")
    context.close()


def test_a_chinese_browser_finds_a_chinese_page(browser: Browser, url: str) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    page = opened(context.new_page(), url)
    expect(page.locator(".a-empty h2")).to_have_text("欢迎光临Test & Co")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    say(page, "防水徒步靴")
    expect(page.locator("#cards .a-title").first).to_have_text("防水徒步靴")
    expect(page.locator("#cards .a-add").first).to_have_text("加入购物车")
    context.close()


def test_enter_that_ends_a_chinese_word_sends_nothing(page: Page, url: str) -> None:
    opened(page, url)
    box = page.locator("#box textarea")
    box.fill("xuezi")
    for kind in ("keydown", "keypress"):
        box.dispatch_event(kind, {"key": "Enter", "keyCode": 229, "isComposing": True, "bubbles": True, "cancelable": True})
    box.press("End")
    expect(box).to_have_value("xuezi")
    say(page, "靴子")
    expect(page.locator("#past .a-you")).to_have_count(0)


def test_a_phone_scrolls_down_and_never_sideways(browser: Browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = opened(context.new_page(), url)
    say(page, "boots")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("#box textarea")).to_be_in_viewport()
    context.close()


def test_markup_in_a_title_is_text(page: Page, url: str, app: App) -> None:
    app.store.catalogue.upsert(
        [Product(id="bad", title=HOSTILE, description=HOSTILE, category=BOOTS, variants=(Variant(id="bad"),))]
    )
    app.index.follow()
    opened(page, url)
    say(page, "hacked boots onerror")
    card = page.locator("#cards .a-card", has_text="onerror")
    expect(card).to_be_visible()
    card.locator(".a-open").click()
    expect(page.locator(".a-product h2")).to_contain_text("<script>")
    card = page.locator(".a-product .a-add")
    card.click()
    expect(page.locator(".a-count")).to_have_text("1")
    assert page.evaluate("window.hacked") is None


def test_an_answer_can_be_stopped(page: Page, url: str, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    async def slow(*_: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr("assistant.agent.Agent.run", slow)
    opened(page, url)
    page.locator("#box textarea").fill("boots")
    page.locator("#box textarea").press("Enter")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.locator("#said .a-you")).to_contain_text("boots")


def test_what_breaks_is_one_sentence_and_the_page_goes_on(page: Page, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(page, url)
    with monkeypatch.context() as broken:
        broken.setattr("ui.page.html.turn_parts", lambda *_, **__: 1 / 0)
        page.locator("#box textarea").fill("boots")
        page.locator("#box textarea").press("Enter")
        expect(page.locator(".a-toast.a-bad:visible")).to_contain_text("Something went wrong on our side")
    say(page, "canvas boots")
    expect(page.locator("#cards .a-title").first).to_have_text("Canvas Boots")


def test_too_many_new_conversations_are_asked_to_wait(context: BrowserContext, url: str, shop: FastAPI) -> None:
    shop.state.limits.beginning._most = 1
    opened(context.new_page(), url)
    second = context.browser.new_context().new_page() if context.browser else context.new_page()
    second.goto(url)
    expect(second.locator(".a-toast")).to_contain_text("Please wait")
    second.context.close()


def test_nothing_is_loaded_from_elsewhere(context: BrowserContext, url: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page = context.new_page()
    page.on("request", note)
    opened(page, url)
    say(page, "boots")
    hosts = {urlparse(address).hostname for address in asked if not address.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


def test_a_file_of_the_server_cannot_be_asked_for(url: str) -> None:
    config = httpx.get(f"{url}/config").json()
    forged = {"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}
    for number in range(len(config["dependencies"])):
        body = {"data": [forged] * 8, "fn_index": number, "session_hash": "x"}
        httpx.post(f"{url}/gradio_api/queue/join", json=body)
    assert httpx.get(f"{url}/gradio_api/file=/etc/hostname").status_code in (403, 404)


def test_no_handler_is_a_public_endpoint(url: str) -> None:
    told = httpx.get(f"{url}/gradio_api/info").json()
    assert not told.get("named_endpoints")
    assert not told.get("unnamed_endpoints")


def test_the_api_still_answers_beside_the_page(url: str) -> None:
    assert httpx.get(f"{url}/livez").json() == {"status": "ok"}
    assert httpx.get(f"{url}/v1/nothing").headers["content-type"] == "application/problem+json"
