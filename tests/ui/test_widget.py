"""The widget in a real browser, on a page of another origin than the shop's server."""

import functools
import gzip
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from starlette.types import ASGIApp

from shop.product import Product
from ui.api import create_app
from ui.bootstrap import App

ROOT = Path(__file__).parents[2]
WIDGET = ROOT / "ui" / "assets" / "widget.js"
EXAMPLE = ROOT / "examples" / "embed_widget"
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> Boots'


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass
class Site:
    """The example's page on its own origin, with a key of the shop's in its tag."""

    app: App
    api: Any
    server: str
    origin: str
    folder: Path
    key: str

    def write(self, name: str, body: str = "", tag: str = "", language: str = "en") -> str:
        head = '<meta charset="utf-8"><link rel="icon" href="data:,">'
        script = f'<script src="{self.server}/widget.js" data-key="{self.key}" async {tag}></script>'
        page = f'<!doctype html><html lang="{language}">{head}<body>{body}{script}</body></html>'
        (self.folder / name).write_text(page, encoding="utf-8")
        return f"{self.origin}/{name}"


@pytest.fixture
def site(app: App, served: Callable[[ASGIApp], str], tmp_path: Path) -> Iterator[Site]:
    app.store.facts.set("shop_name", "Test & Co")
    app.store.facts.set("currency", "USD")
    api = create_app(app)
    server = served(api)
    folder = shutil.copytree(EXAMPLE, tmp_path / "site")
    handler = functools.partial(_Quiet, directory=str(folder))
    pages = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=pages.serve_forever, daemon=True)
    thread.start()
    origin = f"http://localhost:{pages.server_address[1]}"
    key = app.store.keys.create([origin]).id
    for page in folder.glob("*.html"):
        text = page.read_text(encoding="utf-8").replace("http://127.0.0.1:7860", server).replace("pk_your_key", key)
        page.write_text(text, encoding="utf-8")
    yield Site(app, api, server, origin, folder, key)
    pages.shutdown()
    pages.server_close()
    thread.join()


@pytest.fixture
def page(context: BrowserContext, unclosed: str) -> Page:
    """An empty tab in which a test can look into the widget."""
    context.add_init_script(unclosed)
    return context.new_page()


@pytest.fixture
def troubles(context: BrowserContext) -> list[str]:
    """What the browser complained of: errors of scripts, and what the page's policy refused."""
    found: list[str] = []
    context.on("weberror", lambda error: found.append(str(error.error)))
    context.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


def opened(page: Page, url: str, launcher: str = "Chat") -> Page:
    page.goto(url)
    page.get_by_role("button", name=launcher, exact=True).click()
    return page


def say(page: Page, text: str) -> None:
    box = page.get_by_role("combobox")
    box.fill(text)
    box.press("Enter")
    expect(page.locator("aisle-chat .turn").last.locator(".mine")).to_contain_text(text)
    expect(page.locator("aisle-chat .log")).to_have_attribute("aria-busy", "false")


def cards(page: Page) -> Any:
    return page.locator("aisle-chat .turn").last.locator(".card")


def test_it_is_small_and_makes_no_markup_of_text() -> None:
    source = WIDGET.read_text(encoding="utf-8")
    assert len(gzip.compress(source.encode(), 9)) <= 14 * 1024
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(|srcdoc|import\(", source)
    assert not re.search(r"setAttribute\(\s*[\"']style|<style|\.cssText", source)  # a strict policy would refuse these


def test_every_option_event_and_method_is_documented() -> None:
    source, page = WIDGET.read_text(encoding="utf-8"), (ROOT / "docs" / "widget.md").read_text(encoding="utf-8")
    options = {*re.findall(r"option\.(\w+)", source), *re.findall(r'"(\w+)" in option', source)}
    told = {*re.findall(r'tell\("(\w+)"', source), *re.findall(r'tell\(now \? "(\w+)" : "(\w+)"', source)[0]}
    assert len(options) >= 8
    assert len(told) == 5
    assert [name for name in options if f"`data-{name}`" not in page] == []
    assert [name for name in told if f"`aisle:{name}`" not in page] == []
    assert [name for name in re.findall(r"host\.(\w+) = ", source) if f".{name}(" not in page] == []


def test_it_is_asked_for_again_only_when_it_changed(app: App) -> None:
    client = TestClient(create_app(app))
    first = client.get("/widget.js")
    assert first.headers["content-type"].startswith("text/javascript")
    assert first.headers["cache-control"] == "public, max-age=300"
    assert first.headers["content-encoding"] == "gzip"
    again = client.get("/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/widget.js", headers={"Accept-Encoding": "identity"}).text == first.text


def test_a_shopper_asks_and_buys_under_a_strict_policy(page: Page, site: Site, troubles: list[str]) -> None:
    opened(page, f"{site.origin}/index.html")
    expect(page.locator("aisle-chat .hello")).to_contain_text("Test & Co")
    expect(page.get_by_role("heading", name="Test & Co", exact=True)).to_be_visible()
    say(page, "canvas boots")
    card = cards(page).first
    expect(card.locator(".title")).to_have_text("Canvas Boots")
    expect(card.locator(".price")).to_have_text("$40.00")
    expect(card).to_contain_text("★ 4.8 (120)")
    expect(card).to_contain_text("In stock")
    expect(page.locator("aisle-chat .turn .words")).to_contain_text("Canvas Boots")
    page.get_by_role("button", name="Add to cart: Canvas Boots").click()
    expect(page.locator("#bag")).to_have_text("1")  # the page follows the cart by an event
    page.get_by_role("button", name="Cart, 1 in it").click()
    page.get_by_role("button", name="One more: Canvas Boots").click()
    expect(page.locator("aisle-chat .total")).to_contain_text("$80.00")
    expect(page.get_by_role("button", name="One more: Canvas Boots")).to_be_focused()
    page.get_by_role("button", name="Remove: Canvas Boots").click()
    expect(page.locator("aisle-chat .basket")).to_contain_text("Your cart is empty.")
    expect(page.locator("#bag")).to_have_text("0")
    assert troubles == []


def test_it_speaks_chinese_where_the_page_does(page: Page, site: Site, troubles: list[str]) -> None:
    opened(page, site.write("zh.html", language="zh-CN"), launcher="聊天")
    expect(page.get_by_placeholder("想找点什么？")).to_be_visible()
    say(page, "防水的靴子")
    expect(cards(page).first.locator(".title")).to_have_text("防水徒步靴")
    expect(cards(page).first).to_contain_text("黑色")
    expect(page.get_by_role("button", name="加入购物车: 防水徒步靴")).to_be_visible()


def test_the_conversation_and_the_cart_go_on_after_a_reload_and_on_the_next_page(page: Page, site: Site) -> None:
    opened(page, f"{site.origin}/index.html")
    say(page, "canvas boots")
    page.get_by_role("button", name="Add to cart: Canvas Boots").click()
    expect(page.locator("#bag")).to_have_text("1")
    page.reload()
    expect(page.locator("aisle-chat .mine").last).to_contain_text("canvas boots")
    expect(cards(page).first.locator(".title")).to_have_text("Canvas Boots")
    expect(page.locator("#bag")).to_have_text("1")
    page.goto(f"{site.origin}/about.html")
    expect(page.locator("#bag")).to_have_text("1")
    say(page, "cheaper")
    expect(page.locator("aisle-chat .turn")).to_have_count(2)


def test_chips_ask_and_take_wishes_back(page: Page, site: Site) -> None:
    opened(page, f"{site.origin}/index.html")
    page.locator("aisle-chat .hello .chip").first.click()
    expect(page.locator("aisle-chat .turn")).to_have_count(1)
    expect(page.locator("aisle-chat .log")).to_have_attribute("aria-busy", "false")
    say(page, "boots under $100")
    page.get_by_role("button", name=re.compile("Take back: .*100")).click()
    expect(page.locator("aisle-chat .turn")).to_have_count(3)
    expect(page.locator("aisle-chat .log")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("button", name=re.compile("Take back: .*100"))).to_have_count(0)


def test_a_new_chat_keeps_the_cart(page: Page, site: Site) -> None:
    opened(page, f"{site.origin}/index.html")
    say(page, "canvas boots")
    page.get_by_role("button", name="Add to cart: Canvas Boots").click()
    expect(page.locator("#bag")).to_have_text("1")
    page.get_by_role("button", name="New chat").click()
    expect(page.locator("aisle-chat .turn")).to_have_count(0)
    expect(page.locator("aisle-chat .hello")).to_be_visible()
    page.reload()
    expect(page.locator("#bag")).to_have_text("1")
    expect(page.locator("aisle-chat .turn")).to_have_count(0)


def test_a_page_that_no_key_names_gets_a_sentence_and_no_session(page: Page, site: Site) -> None:
    site.app.store.keys.revoke(site.key)
    opened(page, f"{site.origin}/index.html")
    expect(page.get_by_role("alert")).to_contain_text(
        f"This chat isn’t set up for this site. The shop can allow it with a key for {site.origin}."
    )
    expect(page.get_by_role("combobox")).to_have_count(0)
    assert "token" not in page.evaluate("JSON.stringify(localStorage)")


def test_anothers_key_does_not_help(page: Page, site: Site) -> None:
    other = site.app.store.keys.create(["https://other.example"]).id
    site.key = other
    opened(page, site.write("other.html"))
    expect(page.get_by_role("alert")).to_contain_text("isn’t set up for this site")
    assert "token" not in page.evaluate("JSON.stringify(localStorage)")


def test_markup_in_a_product_is_text(page: Page, site: Site, troubles: list[str]) -> None:
    boots = site.app.store.catalogue.get("boot-2")
    assert boots is not None
    changes = {"title": HOSTILE, "brand": HOSTILE, "url": "javascript:window.hacked=1", "images": ("javascript:1",)}
    site.app.store.catalogue.upsert([Product.model_validate(boots.model_dump() | changes)])
    opened(page, site.write("plain.html"))
    say(page, "canvas boots")
    say(page, HOSTILE)
    page.get_by_role("button", name="Add to cart: <img").first.click()
    page.get_by_role("button", name="Cart, 1 in it").click()
    expect(page.locator("aisle-chat .basket .title")).to_have_text(HOSTILE)
    assert page.locator("aisle-chat .title a, aisle-chat script, aisle-chat img[src=x]").count() == 0
    assert page.evaluate("window.hacked") is None
    assert troubles == []


def test_a_title_leads_to_the_shops_page_and_the_page_may_take_over(page: Page, site: Site) -> None:
    boots = site.app.store.catalogue.get("boot-2")
    assert boots is not None
    url = f"{site.origin}/about.html?boots"
    site.app.store.catalogue.upsert([Product.model_validate(boots.model_dump() | {"url": url})])
    opened(page, site.write("own.html", tag='data-consent="true"'))
    say(page, "canvas boots")
    link = page.get_by_role("link", name="Canvas Boots")
    page.evaluate(
        "addEventListener('aisle:product', (event) => { event.preventDefault(); window.told = event.detail }, { once: true })"
    )
    with page.expect_response("**/v1/events"):
        link.click()
    kept = site.app.store.events.for_session(_session(site).id)[-1]
    assert (kept.kind, kept.product, kept.position, kept.consent) == ("click", "boot-2", 0, True)
    assert page.evaluate("window.told") == {"id": "boot-2", "variant": "boot-2", "url": url}
    link.click()
    page.wait_for_url(url)


def test_without_consent_nothing_is_reported(page: Page, site: Site) -> None:
    boots = site.app.store.catalogue.get("boot-2")
    assert boots is not None
    site.app.store.catalogue.upsert([Product.model_validate(boots.model_dump() | {"url": f"{site.origin}/about.html"})])
    opened(page, site.write("own.html"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    say(page, "canvas boots")
    page.get_by_role("link", name="Canvas Boots").click()
    page.wait_for_url("**/about.html")
    assert not [url for url in asked if url.endswith("/v1/events")]


def test_a_broken_stream_is_taken_up_where_it_broke(page: Page, site: Site) -> None:
    opened(page, f"{site.origin}/index.html")
    tried: list[str | None] = []

    def break_off(route: Route) -> None:
        answer = route.fetch()
        head = "\n\n".join(answer.text().split("\n\n")[:3]) + "\n\n"  # the first three events, and then nothing more
        route.fulfill(response=answer, body=head)

    page.route("**/v1/chat", break_off, times=1)
    page.on("request", lambda request: tried.append(request.headers.get("last-event-id")) if "/events" in request.url else None)
    say(page, "canvas boots")
    expect(cards(page).first.locator(".title")).to_have_text("Canvas Boots")
    assert tried == ["3"]
    assert cards(page).count() == len(site.app.store.messages.turns(_session(site).id)[0].frames[-1]["data"]["products"])


def test_a_message_that_was_lost_is_sent_again_under_the_same_id(page: Page, site: Site) -> None:
    opened(page, f"{site.origin}/index.html")
    say(page, "tea")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.post_data_json["turn_id"]) if request.url.endswith("/chat") else None
    )
    for lost in ("**/v1/chat", "**/widget.js"):  # the message, and the look whether the server is there
        page.route(lost, lambda route: route.abort(), times=1)
    say(page, "canvas boots")
    expect(cards(page).first.locator(".title")).to_have_text("Canvas Boots")
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_while_offline_it_says_so_and_can_be_asked_again(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/index.html")
    page.get_by_role("button", name="Chat", exact=True).wait_for()
    page.route(f"{site.server}/**", lambda route: route.abort())
    page.get_by_role("button", name="Chat", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("can’t be reached")
    page.unroute(f"{site.server}/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("aisle-chat .hello .words")).to_contain_text("Test & Co")


def test_a_session_that_ended_is_replaced_unseen(page: Page, site: Site) -> None:
    opened(page, f"{site.origin}/index.html")
    say(page, "canvas boots")
    page.get_by_role("button", name="Add to cart: Canvas Boots").click()
    expect(page.locator("#bag")).to_have_text("1")
    site.app.store.sessions.delete(_session(site).id)
    say(page, "red boots")
    expect(cards(page).first.locator(".title")).to_have_text("Red Rubber Boots")
    expect(page.locator("#bag")).to_have_text("0")
    site.app.store.sessions.delete(_session(site).id)
    page.reload()
    expect(page.locator("aisle-chat .hello")).to_be_visible()


def test_too_many_messages_are_asked_to_wait(page: Page, site: Site) -> None:
    opened(page, f"{site.origin}/index.html")
    expect(page.locator("aisle-chat .hello")).to_be_visible()
    page.route(
        "**/v1/chat",
        lambda route: route.fulfill(
            status=429,
            headers={
                "Retry-After": "7",
                "Access-Control-Allow-Origin": site.origin,
                "Access-Control-Expose-Headers": "Retry-After",
            },
        ),
    )
    page.get_by_role("combobox").fill("boots")
    page.get_by_role("combobox").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Please wait 7 seconds.")
    page.unroute("**/v1/chat")
    page.get_by_role("button", name="Try again").click()
    expect(cards(page).first).to_be_visible()


def test_a_stop_ends_the_turn(page: Page, site: Site, searching: threading.Event) -> None:
    opened(page, f"{site.origin}/index.html")
    expect(page.locator("aisle-chat .hello")).to_be_visible()
    searching.clear()
    page.get_by_role("combobox").fill("boots")
    page.get_by_role("combobox").press("Enter")
    expect(page.locator("aisle-chat .doing")).to_contain_text("Looking through")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.locator("aisle-chat .doing")).to_be_hidden()


def test_the_keyboard_is_enough(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/index.html")
    launcher = page.get_by_role("button", name="Chat", exact=True)
    launcher.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("canvas")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("boots")
    expect(box).to_have_value("canvas\nboots")
    page.keyboard.press("Enter")
    expect(cards(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(launcher).to_be_focused()


def test_enter_that_ends_a_composition_sends_nothing(page: Page, site: Site) -> None:
    opened(page, f"{site.origin}/index.html")
    box = page.get_by_role("combobox")
    box.fill("xie")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(box).to_have_value("xie")
    expect(page.locator("aisle-chat .turn")).to_have_count(0)


def test_the_hosts_styles_do_not_reach_it(page: Page, site: Site) -> None:
    rules = "* { all: unset !important; font-size: 40px !important; color: red !important }"
    hidden = "aisle-chat { display: none !important }"
    opened(page, site.write("hostile.html", body=f"<style>{rules} {hidden}</style>"))
    say(page, "canvas boots")
    title = cards(page).first.locator(".title")
    expect(title).to_be_visible()
    expect(title).to_have_css("font-size", "15px")
    expect(title).to_have_css("color", "rgb(28, 35, 33)")


def test_it_follows_the_system_into_the_dark_unless_the_page_says_otherwise(page: Page, site: Site) -> None:
    page.emulate_media(color_scheme="dark")
    opened(page, f"{site.origin}/index.html")
    expect(page.get_by_role("dialog")).to_have_css("background-color", "rgb(18, 24, 22)")
    page.goto(site.write("light.html", tag='data-theme="light"'))  # where it opens again by itself
    expect(page.get_by_role("dialog")).to_have_css("background-color", "rgb(246, 248, 247)")


def test_the_accent_is_the_pages_and_text_on_it_can_be_read(page: Page, site: Site) -> None:
    page.goto(site.write("accent.html", tag='data-accent="gold" data-position="left" data-title="Ask Ada"'))
    launcher = page.get_by_role("button", name="Chat", exact=True)
    expect(launcher).to_have_css("background-color", "rgb(255, 215, 0)")
    expect(launcher).to_have_css("color", "rgb(16, 20, 19)")
    launcher.click()
    expect(page.get_by_role("dialog", name="Ask Ada")).to_have_css("left", "20px")


def test_it_fills_a_phone(browser: Browser, site: Site, unclosed: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-US")
    context.add_init_script(unclosed)
    page = opened(context.new_page(), f"{site.origin}/index.html")
    say(page, "boots")
    box = page.get_by_role("dialog").bounding_box()
    # It may still be rising into its place.
    assert box == pytest.approx({"x": 0, "y": 0, "width": 390, "height": 844}, abs=1)
    assert page.evaluate("document.querySelector('aisle-chat').shadowRoot.querySelector('.log').scrollWidth") <= 390
    context.close()


def test_it_costs_the_page_nothing_until_it_is_opened(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith(site.server) else None)
    page.goto(f"{site.origin}/index.html")
    page.get_by_role("button", name="Chat", exact=True).wait_for()
    assert asked == [f"{site.server}/widget.js"]


def _session(site: Site) -> Any:
    with site.app.store.sessions._database.read() as connection:
        row = connection.exec_driver_sql("SELECT id FROM sessions ORDER BY created DESC LIMIT 1").first()
    assert row is not None
    return site.app.store.sessions.get(row.id)
