"""Order: what a shopper bought, and how far it has come."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from .money import Money
from .shopper import Address

Status = Literal["pending", "paid", "packed", "shipped", "delivered", "cancelled", "return_requested", "returned", "refunded"]


class OrderLine(BaseModel):
    """One variant as it was sold: title and price are those of the day."""

    model_config = ConfigDict(frozen=True)

    product: str
    variant: str | None = None
    title: str = ""
    quantity: int = 1
    price: Money | None = None


class Order(BaseModel):
    """An order with its lines, address and tracking."""

    model_config = ConfigDict(frozen=True)

    id: str
    shopper: str
    status: Status
    placed: datetime
    lines: tuple[OrderLine, ...] = ()
    total: Money | None = None
    address: Address | None = None
    tracking: str | None = None
    carrier: str | None = None
    delivered: datetime | None = None
