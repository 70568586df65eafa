"""Screenshots: the pictures of the page in docs/images, taken of the demo shop in a real browser.

aisle demo && python docs/screenshots.py
"""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
_DESKTOP = {"viewport": {"width": 1200, "height": 780}, "locale": "en-US"}
_PHONE = {"viewport": {"width": 390, "height": 800}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
_FONT = "* { font-family: Inter, 'Noto Sans CJK SC', system-ui, sans-serif !important; }"
ENGLISH = ("red running shoes under $100",)
CHINESE = ("我想买一双黑色的徒步靴，150美元以内",)

SHOTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "page": (_DESKTOP, ENGLISH),
    "welcome": (_DESKTOP, ()),
    "dark": ({**_DESKTOP, "color_scheme": "dark"}, ("a desk lamp for reading", "cheaper")),
    "chinese": ({**_DESKTOP, "locale": "zh-CN"}, CHINESE),
    "phone": ({**_PHONE, "locale": "en-US"}, ENGLISH),
    "phone-chinese": ({**_PHONE, "locale": "zh-CN", "color_scheme": "dark"}, CHINESE),
}


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "shop"
        shutil.copytree(ROOT / ".aisle-demo", data, ignore=shutil.ignore_patterns("owner.*"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen([Path(sys.executable).with_name("aisle"), "serve", "--data", data, "--port", str(port)])
        try:
            _ready(f"http://127.0.0.1:{port}")
            _take_all(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(20)


def _ready(url: str) -> None:
    for _ in range(120):
        try:
            httpx.get(f"{url}/livez").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.5)
    sys.exit("The shop did not open.")


def _take_all(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        for name, (options, said) in SHOTS.items():
            context = browser.new_context(**options)
            _save(name, _talk(context.new_page(), url, said))
            context.close()
        browser.close()


def _talk(page: Page, url: str, said: tuple[str, ...]) -> bytes:
    page.goto(url)
    page.wait_for_selector(".a-empty")
    page.add_style_tag(content=_FONT)
    for number, text in enumerate(said):
        page.locator("#box textarea").fill(text)
        page.keyboard.press("Enter")
        page.wait_for_function("n => document.querySelectorAll('#talk [data-done]').length > n", arg=number)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)  # for the smooth scrolling to end
    return page.screenshot()


def _save(name: str, picture: bytes) -> None:
    # 256 colours are enough for a page, and a third of the bytes.
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
