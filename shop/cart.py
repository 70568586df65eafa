"""Cart: what a session means to buy."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from .money import Money

MOST_OF_ONE = 99


class CartLine(BaseModel):
    """One variant and how many of it."""

    model_config = ConfigDict(frozen=True)

    product: str
    variant: str
    quantity: int = Field(ge=1, le=MOST_OF_ONE)


class Cart(BaseModel):
    """The lines in the order they were added. Prices are not kept: they are the catalogue's, at the time of looking."""

    model_config = ConfigDict(frozen=True)

    lines: tuple[CartLine, ...] = ()

    def with_line(self, product: str, variant: str, quantity: int) -> Cart:
        """The cart with that many of the variant; 0 takes the line out. Raises ValueError above MOST_OF_ONE."""
        kept = [line for line in self.lines if line.variant != variant or line.product != product]
        if quantity == 0:
            return Cart(lines=tuple(kept))
        line = CartLine(product=product, variant=variant, quantity=quantity)
        lines = [line if (old.product, old.variant) == (product, variant) else old for old in self.lines]
        return Cart(lines=tuple(lines if line in lines else [*kept, line]))

    def quantity(self, product: str, variant: str) -> int:
        """How many of the variant are in the cart."""
        return next((line.quantity for line in self.lines if (line.product, line.variant) == (product, variant)), 0)


def total(prices: list[tuple[Money, int]]) -> Money | None:
    """The sum of price times quantity; None for nothing."""
    sums = [price * quantity for price, quantity in prices]
    return sum(sums[1:], sums[0]) if sums else None
