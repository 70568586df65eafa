"""Order: what a shopper bought, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
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

    def of_products(self, owners: Mapping[str, str]) -> Order:
        """The same, where a line that names a variant, as a key of `owners`, names that variant's product instead."""
        if not any(line.product in owners for line in self.lines):
            return self
        lines = (
            line.model_copy(update={"product": owners[line.product], "variant": line.variant or line.product})
            if line.product in owners
            else line
            for line in self.lines
        )
        return self.model_copy(update={"lines": tuple(lines)})
