"""Orders: records become orders. An order is one record with its lines inside, or several rows, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..order import Order, OrderLine, Status
from . import cells
from .columns import field_of
from .money import price_of
from .row import BadRow, Data
from .shoppers import address_of

_STATUS_WORDS: dict[Status, str] = {
    "pending": "pending open unpaid awaitingpayment new created 待付款 待支付 未付款",
    "paid": "paid processing processed confirmed authorized unfulfilled 已付款 已支付 待发货 处理中",
    "packed": "packed ready readytoship partial partiallyfulfilled 已打包 配货中 待揽收",
    "shipped": "shipped intransit dispatched fulfilled outfordelivery 已发货 运输中 待收货 配送中",
    "delivered": "delivered completed complete closed done received 已完成 已签收 已收货 交易成功 已送达",
    "cancelled": "cancelled canceled voided void 已取消 交易关闭 已关闭",
    "return_requested": "returnrequested returning exchangerequested 退货中 申请退货 退款中 申请退款",
    "returned": "returned exchanged 已退货",
    "refunded": "refunded partiallyrefunded 已退款",
}
_STATUS: dict[str, Status] = {word: status for status, words in _STATUS_WORDS.items() for word in words.split()}


def order_of(records: Sequence[Data], currency: str) -> Order:
    """One order. Raises BadRow when its id, shopper, status or date is missing or not understood."""
    main = records[0]
    placed = cells.moment(main.get("placed"))
    if placed is None:
        raise BadRow(f"its date {cells.text(main.get('placed'))[:40]!r} is not understood")
    return Order(
        id=_required(main, "id"),
        shopper=_required(main, "shopper"),
        status=_status(main.get("status")),
        placed=placed,
        lines=tuple(line for record in records for line in _lines(record, currency)),
        total=price_of(main.get("total"), main.get("currency"), currency),
        address=address_of(main.get("address")),
        tracking=cells.text(main.get("tracking")) or None,
        carrier=cells.text(main.get("carrier")) or None,
        delivered=cells.moment(main.get("delivered")),
    )


def _required(record: Data, name: str) -> str:
    found = cells.identifier(record.get(name)) or (cells.identifier(record.get("key")) if name == "id" else "")
    if not found:
        raise BadRow(f"it has no {'customer' if name == 'shopper' else name}")
    return found


def _status(cell: Any) -> Status:
    word = re.sub(r"[\s_\-()]", "", cells.text(cell)).lower()
    status = _STATUS.get(word)
    if status is None:
        raise BadRow(f"its status {cells.text(cell)[:40]!r} is not understood")
    return status


def _lines(record: Data, currency: str) -> Iterator[OrderLine]:
    nested = cells.unpacked(record.get("lines"))
    items = [item for item in nested if isinstance(item, dict)] if isinstance(nested, list) else None
    for data in [record] if items is None else map(_by_field, items):
        product = cells.identifier(data.get("product"))
        if not product:
            raise BadRow("one of its lines names no product")
        quantity = cells.number(data.get("quantity"))
        yield OrderLine(
            product=product,
            variant=cells.identifier(data.get("variant")) or None,
            title=cells.text(data.get("title")),
            quantity=max(1, int(quantity)) if quantity is not None else 1,
            price=price_of(data.get("price"), record.get("currency"), currency),
        )


def _by_field(item: Data) -> Data:
    record: Data = {}
    ranked = sorted(item, key=lambda name: (field_of("lines", name) != "product", name.lower() in ("item_id", "id")))
    for name in ranked:
        ours = field_of("lines", name)
        ours = "variant" if ours == "product" and "product" in record else ours
        if ours:
            record.setdefault(ours, item[name])
    return record
