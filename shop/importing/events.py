"""Events: records become what shoppers did before the shop came to Aisle."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from typing import Any

from ..event import Event, Kind
from ..order import Order
from . import cells
from .row import BadRow, Data

# 1 to 4 are what the logs of Taobao and Tmall write.
_KIND_WORDS: dict[Kind, str] = {
    "shown": "shown impression impressions viewitemlist productimpression exposure 曝光 展示",
    "view": "view views pv pageview productview viewitem viewproduct productdetail detail browse visit 1 浏览 查看 访问",
    "click": "click clicks selectitem selectcontent productclick clickitem clk 点击",
    "favourite": "favourite favorite fav favor wishlist addtowishlist like bookmark save collect 2 收藏 喜欢",
    "share": "share shared 分享",
    "add_to_cart": "addtocart cart addcart basket addtobasket addtobag 3 加购 加购物车 加入购物车",
    "remove": "remove removefromcart removefrombasket deletefromcart 移出购物车 删除",
    "buy": "buy bought purchase purchased transaction order checkout conversion sale pay 4 购买 下单 支付 成交",
    "return": "return returned refund refunded 退货 退款",
    "rate": "rate rating rated review reviewed 评分 评价 打分",
    "dismiss": "dismiss dismissed hide notinterested dislike 不感兴趣 忽略",
    "search": "search searched viewsearchresults query 搜索 检索",
}
_KINDS: dict[str, Kind] = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_BETWEEN = re.compile(r"[\s_\-./]+")
_LEEWAY = 24 * 3600 * 1000  # ms by which a clock may be ahead, or a time zone may have been forgotten
_ODD_WORDS = 2000  # characters, beyond which it is no search


def events_of(record: Data, products: Collection[str], now: int) -> Iterator[Event]:
    """What one record says: one event, or of a search with its clicked results a search and a click for each.

    `now` is UTC milliseconds. Raises BadRow when it does not say what was done, when, by whom and with which product.
    """
    kind, time, shopper, session = _kind(record), _time(record, now), *visitor_of(record)
    told = {"time": time, "shopper": shopper or None, "session": session or None}
    if kind == "search":
        query = cells.text(record.get("query"))[:_ODD_WORDS]
        if not query:
            raise BadRow("it is a search, and does not say for what")
        clicked = [id_ for id_ in _clicked(record) if id_ in products]
        yield _keyed(Event(kind="search", query=query, **told))
        yield from (_keyed(Event(kind="click", query=query, product=id_, **told)) for id_ in clicked)
        return
    yield _keyed(
        Event(
            kind=kind,
            product=_product(record, products),
            variant=cells.identifier(record.get("variant")) or None,
            query=cells.text(record.get("query"))[:_ODD_WORDS] or None,
            value=cells.number(record.get("value")),
            **told,
        )
    )


def purchases_of(order: Order) -> Iterator[Event]:
    """What an order says of its shopper: that they bought its lines. Of one that was called off it says nothing."""
    if order.status in ("cancelled", "pending"):
        return
    time = int(order.placed.timestamp() * 1000)
    for place, line in enumerate(order.lines):
        yield Event(
            kind="buy",
            time=time,
            shopper=order.shopper,
            product=line.product,
            variant=line.variant,
            value=float(line.price.major) if line.price else None,
            idempotency_key=f"order:{_digest(order.id)}:{place}",
        )


def visitor_of(record: Data) -> tuple[str, str]:
    """The shopper and the session of a record; at least one of them is told. Raises BadRow."""
    shopper, session = cells.identifier(record.get("shopper")), cells.identifier(record.get("session"))
    if not shopper and not session:
        raise BadRow("it names neither a customer nor a session")
    return shopper, session


def visitor(record: Data) -> str:
    """Who did it, as one id; "" when nobody is named."""
    try:
        return next(filter(None, visitor_of(record)))
    except BadRow:
        return ""


def _kind(record: Data) -> Kind:
    cell = cells.text(record.get("kind"))
    if not cell and cells.number(record.get("value")) is not None:
        return "rate"  # a file of ratings has no other column for it
    kind = _KINDS.get(_BETWEEN.sub("", cell).lower())
    if kind is None:
        raise BadRow(f"what was done, {cell[:40]!r}, is not understood; see the list in docs/import.md")
    return kind


def _time(record: Data, now: int) -> int:
    cell = record.get("time")
    moment = cells.moment(cell)
    if moment is None:
        raise BadRow(f"its time {cells.text(cell)[:40]!r} is not understood")
    time = int(moment.timestamp() * 1000)
    if time > now + _LEEWAY:
        raise BadRow(f"its time {cells.text(cell)[:40]!r} has not come yet")
    return time


def _product(record: Data, products: Collection[str]) -> str:
    product = cells.identifier(record.get("product"))
    if not product:
        raise BadRow("it names no product")
    if product not in products:
        raise BadRow(f"the shop has no product {product!r}; import the products first")
    return product


def _clicked(record: Data) -> list[str]:
    found: Any = cells.unpacked(record.get("clicked") or record.get("product"))
    parts = found if isinstance(found, list) else re.split(r"[,;|\s]+", cells.text(found))
    return [id_ for part in parts if (id_ := cells.identifier(part))]


def _keyed(event: Event) -> Event:
    # The same row is the same event, however often it is imported.
    told = (event.kind, event.time, event.shopper, event.session, event.product, event.variant, event.query, event.value)
    return event.model_copy(update={"idempotency_key": f"import:{_digest(repr(told))}"})


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
