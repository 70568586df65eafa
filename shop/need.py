"""Need: what a shopper is looking for, as far as they have said."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from .money import Money

Sort = Literal["relevance", "price_asc", "price_desc", "rating", "newest", "popular"]


class Wish(BaseModel):
    """One attribute and the values that satisfy it (in `must`) or spoil it (in `must_not`).

    The attribute "any" stands for a word anywhere in the product: `must_not any=[leather]` is "nothing with leather".
    """

    model_config = ConfigDict(frozen=True)

    attribute: str
    values: tuple[str, ...]


class Need(BaseModel):
    """Hard wishes (brand, price, must, must_not, in_stock, picked_category) and soft ones (the rest).

    `category` boosts; only `picked_category` (chosen by chip or through the API) filters. An empty Need asks for anything.
    """

    model_config = ConfigDict(frozen=True)

    query: str = ""
    category: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    price_min: Money | None = None
    price_max: Money | None = None
    must: tuple[Wish, ...] = ()
    must_not: tuple[Wish, ...] = ()
    audience: str | None = None
    occasion: str | None = None
    quantity: int | None = None
    sort: Sort = "relevance"
    in_stock: bool | None = None
    picked_category: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The Need as the API shows it: exactly these fields, prices as decimal strings in major units."""
        data = self.model_dump(mode="json")
        data["price_min"] = self.price_min.decimal() if self.price_min else None
        data["price_max"] = self.price_max.decimal() if self.price_max else None
        return data
