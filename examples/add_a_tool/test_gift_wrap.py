"""What the plug-in promises, tried against a real shop of two products."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gift_wrap import gift_wrap

from assistant.tools import Refused
from shop.folder import Folder
from shop.product import Product, Translation, Variant
from shop.store.store import Store

MUG = Product(id="mug", title="Enamel Mug", variants=(Variant(id="m"),), translations={"zh": Translation(title="搪瓷杯")})
TENT = Product(id="tent", title="Family Tent", category=("Outdoor", "Tents"), variants=(Variant(id="t"),))


def ask(place: Path, product_id: str, language: str = "en") -> str:
    store = Store.open(Folder.open(place))
    store.catalogue.upsert([MUG, TENT])
    context: Any = SimpleNamespace(store=store, language=language)
    try:
        return asyncio.run(gift_wrap.call(context, {"product_id": product_id})).text
    finally:
        store.close()


def test_what_can_be_wrapped_is_named_in_the_shoppers_language(tmp_path: Path) -> None:
    assert ask(tmp_path, "mug") == "We wrap “Enamel Mug” as a gift, with a card."
    assert ask(tmp_path, "mug", "zh") == "“搪瓷杯”可以做礼品包装，并附贺卡。"


def test_what_is_too_large_is_said(tmp_path: Path) -> None:
    assert ask(tmp_path, "tent") == "“Family Tent” is too large to be wrapped."


def test_an_unknown_product_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no product kettle"):
        ask(tmp_path, "kettle")
