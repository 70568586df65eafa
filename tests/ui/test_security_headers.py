from collections.abc import Callable

from playwright.sync_api import Page
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp

from ui.api import create_app
from ui.bootstrap import App

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="document.documentElement.id='hacked'">
<script>document.documentElement.id = "hacked"</script><rect width="40" height="40" fill="red"/></svg>"""


def test_a_picture_that_is_opened_by_itself_runs_no_script(app: App, served: Callable[[ASGIApp], str], page: Page) -> None:
    (app.folder.media / "boot.svg").write_text(SVG, encoding="utf-8")
    answer = page.goto(f"{served(create_app(app))}/media/boot.svg")
    assert answer is not None
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert page.evaluate("document.documentElement.id") == ""
    assert page.evaluate("document.querySelector('rect').getBoundingClientRect().width") == 40


def test_a_picture_loads_in_pages_of_other_sites(app: App, served: Callable[[ASGIApp], str], page: Page) -> None:
    (app.folder.media / "boot.svg").write_text(SVG, encoding="utf-8")
    base = served(create_app(app))
    elsewhere = served(HTMLResponse(f'<!doctype html><img src="{base}/media/boot.svg">'))
    page.goto(elsewhere.replace("127.0.0.1", "localhost"))
    page.wait_for_function("document.images[0].complete")
    assert page.evaluate("document.images[0].naturalWidth") == 40
