"""Page cart: what a click changes in the cart, what the shopper is told of it, and how it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.tools import Refused, Retry
from shop.store.sessions import Session
from ui.bootstrap import App

from .html import notice
from .words import word


class Basket:
    """The carts of the page's sessions, changed by the same tool that the assistant uses."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def change(self, session: Session, change: Mapping[str, Any], language: str) -> dict[str, Any]:
        """Change one line (`product`, `variant`, and `quantity` or `add`); return the notice that says what happened."""
        product, variant = str(change.get("product")), str(change.get("variant"))
        before = self._app.store.carts.get(session.id).quantity(product, variant)
        wanted = before + 1 if "add" in change else change.get("quantity")
        tool = self._app.assistant.registry.tools["update_cart"]
        context = self._app.assistant.context(session, "")
        context.language = "zh" if language == "zh" else "en"
        try:
            await tool.call(context, {"product_id": product, "variant_id": variant, "quantity": wanted})
        except (Refused, Retry) as refused:
            return notice(str(refused), bad=True)
        told = "added" if "add" in change else "removed" if wanted == 0 else "changed"
        undo = {"product": product, "variant": variant, "quantity": before}
        return notice(word(told, language), undo=undo)

    def carry(self, before: Session, after: Session) -> None:
        """A shopper has one cart: it goes along into another conversation."""
        self._app.store.carts.put(after.id, self._app.store.carts.get(before.id))
