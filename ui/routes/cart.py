"""Cart: what a session means to buy. The server's, whatever a browser believes."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from assistant.tools.reply import Refused, Retry
from assistant.tools.view_cart import cart_data

from ..caller import Known, Shop, paced
from ..problems import Problem

router = APIRouter(prefix="/v1", tags=["cart"], dependencies=[Depends(paced)])


class CartChange(BaseModel):
    """How many of a variant the cart shall hold; without `quantity` one more than now."""

    model_config = ConfigDict(extra="forbid")

    product: str = Field(max_length=255)
    variant: str = Field(max_length=255)
    quantity: int | None = Field(default=None, ge=0, le=99)


@router.get("/cart")
def cart(app: Shop, session: Known) -> dict[str, Any]:
    """The cart; prices are those of now."""
    return cart_data(app.assistant.context(session, ""))


@router.put("/cart")
async def change(body: CartChange, app: Shop, session: Known) -> dict[str, Any]:
    """Change one line, and answer with the cart. 409 when the shop does not have that many."""
    tool = app.assistant.registry.tools["update_cart"]
    context = app.assistant.context(session, "")
    names = {"product_id": body.product, "variant_id": body.variant, "quantity": body.quantity}
    try:
        await tool.call(context, names)
    except (Refused, Retry) as refused:
        raise Problem(409, str(refused)) from None
    return cart_data(context)
