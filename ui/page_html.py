"""Page HTML: a conversation as HTML. Every value from a shop, a shopper or a model is escaped here; HTML is made here only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

WORDS: Mapping[str, Mapping[str, str]] = {
    "placeholder": {"en": "What are you looking for?", "zh": "想找点什么？"},
    "hello": {"en": "Welcome to {shop}", "zh": "欢迎光临{shop}"},
    "invite": {
        "en": "Say what you need in your own words. A price or a colour helps.",
        "zh": "用您自己的话说说想找什么，可以带上价格或颜色。",
    },
    "send": {"en": "Send", "zh": "发送"},
    "stop": {"en": "Stop", "zh": "停止"},
    "new": {"en": "New chat", "zh": "新对话"},
    "cart": {"en": "Cart", "zh": "购物车"},
    "empty": {"en": "Your cart is empty.", "zh": "购物车是空的。"},
    "total": {"en": "Total", "zh": "合计"},
    "add": {"en": "Add to cart", "zh": "加入购物车"},
    "remove": {"en": "Remove", "zh": "移除"},
    "no_price": {"en": "Price not stated", "zh": "未标价"},
    "in_stock": {"en": "In stock", "zh": "有货"},
    "sold_out": {"en": "Sold out", "zh": "售罄"},
    "stars": {"en": "{rating} of 5 stars, {count} reviews", "zh": "{rating}星，{count}条评价"},
    "assistant": {"en": "Assistant", "zh": "助手"},
    "you": {"en": "You", "zh": "您"},
    "lift": {"en": "take back", "zh": "取消"},
    "close": {"en": "Close", "zh": "关闭"},
}


def word(name: str, language: str, **parts: str) -> str:
    """An interface word."""
    return WORDS[name][language].format(**parts)


def turn_html(text: str, frames: Sequence[Mapping[str, Any]], language: str, *, working: bool = False) -> str:
    """One exchange: the shopper's words, cards, the answer, and what may be said next."""
    said, cards, doing, chips = "", [], "", []
    for frame in frames:
        data = frame["data"]
        if frame["kind"] == "text":
            said += data["delta"]
        elif frame["kind"] == "cards":
            cards += data["cards"]
        elif frame["kind"] == "tool" and data["state"] == "start":
            doing = data["label"]
        elif frame["kind"] == "chips":
            chips = data["chips"]
    shown = f'<ul class="a-cards">{"".join(card_html(item, language) for item in cards)}</ul>' if cards else ""
    answer = f'<p class="a-text">{escape(said)}</p>' if said else ""
    busy = f'<p class="a-doing"><span class="a-dot"></span>{escape(doing)}…</p>' if working and not said else ""
    return (
        f'<section class="a-turn"><div class="a-you" aria-label="{word("you", language)}">{escape(text)}</div>'
        f'<div class="a-reply" aria-label="{word("assistant", language)}">'
        f"{answer}{shown}{busy}{chips_html(chips, language)}</div></section>"
    )


def card_html(item: Mapping[str, Any], language: str) -> str:
    """A product's card."""
    price = f'<span class="a-price">{escape(item["price_text"])}</span>' if item["price_text"] else ""
    price = price or f'<span class="a-noprice">{word("no_price", language)}</span>'
    if item["list_price_text"]:
        price += f' <s class="a-was">{escape(item["list_price_text"])}</s>'
    stock = "" if item["in_stock"] is None else word("in_stock" if item["in_stock"] else "sold_out", language)
    notes = "".join(f'<span class="a-note">{escape(note)}</span>' for note in item["notes"])
    add = "" if item["in_stock"] is False else _add_button(item, language)
    options = " · ".join(item["options"].values())
    return (
        f'<li class="a-card">{_picture(item)}<h3 class="a-title">{escape(item["title"])}</h3>'
        f'<p class="a-options">{escape(options)}</p><p>{price}</p>{_stars(item, language)}'
        f'<p class="a-reason">{escape(item["reason"])}</p>{notes}'
        f'<p class="a-stock">{stock}</p>{add}</li>'
    )


def chips_html(chips: Sequence[Mapping[str, str]], language: str) -> str:
    """What may be said next, as buttons; a wish in force is taken back with a click."""
    made = []
    for chip in chips:
        wish = chip["kind"] == "wish"
        label = f'aria-label="{word("lift", language)}: {escape(chip["label"])}"' if wish else ""
        mark = " <span aria-hidden='true'>×</span>" if wish else ""
        made.append(
            f'<button class="a-chip a-{chip["kind"]}" {label} {signal(say=chip["text"])}>{escape(chip["label"])}{mark}</button>'
        )
    return f'<div class="a-chips">{"".join(made)}</div>' if made else ""


def empty_html(shop: str, chips: Sequence[Mapping[str, str]], language: str) -> str:
    """What a shopper sees before the first word."""
    return (
        f'<section class="a-empty"><h2>{escape(word("hello", language, shop=shop))}</h2>'
        f"<p>{word('invite', language)}</p>{chips_html(chips, language)}</section>"
    )


def cart_html(cart: Mapping[str, Any], language: str) -> str:
    """The button with the count, and the drawer behind it."""
    lines = "".join(_line(line, language) for line in cart["lines"])
    total = (
        f'<p class="a-total">{word("total", language)} <b>{escape(_money(cart["total"], cart["currency"]))}</b></p>'
        if cart["total"]
        else ""
    )
    body = f"<ul>{lines}</ul>{total}" if lines else f"<p>{word('empty', language)}</p>"
    return (
        f'<details class="a-cart"><summary>{word("cart", language)} <span class="a-count">{cart["count"]}</span></summary>'
        f'<div class="a-drawer" role="region" aria-label="{word("cart", language)}">{body}</div></details>'
    )


def signal(**data: Any) -> str:
    """The attribute by which a click reaches the server."""
    return f"data-signal='{escape(json.dumps(data, ensure_ascii=False), quote=True)}'"


def picture_url(image: str | None) -> str | None:
    """Where the browser finds a picture: the shop's media, or another site over http(s); nothing else is loaded."""
    if image and image.startswith("media/"):
        return f"/{image}"
    return image if image and image.startswith(("https://", "http://")) else None


def _line(line: Mapping[str, Any], language: str) -> str:
    options = " · ".join(line["options"].values())
    change = {"product": line["product"], "variant": line["variant"], "quantity": 0}
    price = escape(line["line_total"] or "–")
    return (
        f'<li><span class="a-title">{escape(line["title"])}</span><span class="a-options">{escape(options)}</span>'
        f"<span>{line['quantity']} × </span><b>{price}</b>"
        f'<button class="a-link" {signal(cart=change)}>{word("remove", language)}</button></li>'
    )


def _add_button(item: Mapping[str, Any], language: str) -> str:
    change = signal(cart={"product": item["id"], "variant": item["variant"], "quantity": None})
    name = f"{word('add', language)}: {item['title']}"
    return f'<button class="a-add" aria-label="{escape(name)}" {change}>{word("add", language)}</button>'


def _picture(item: Mapping[str, Any]) -> str:
    url = picture_url(item["image"])
    if url:
        return f'<img class="a-picture" src="{escape(url)}" alt="" loading="lazy" width="240" height="240">'
    return f'<div class="a-picture a-letter" aria-hidden="true">{escape(item["title"][:1])}</div>'


def _stars(item: Mapping[str, Any], language: str) -> str:
    if item["rating"] is None:
        return ""
    rating, count = f"{item['rating']:.1f}", str(item["reviews"])
    label = word("stars", language, rating=rating, count=count)
    return f'<p class="a-stars" role="img" aria-label="{label}">★ {rating} <span>({count})</span></p>'


def _money(amount: str, currency: str) -> str:
    from shop.money import Money

    return Money.parse(amount, currency).text()
