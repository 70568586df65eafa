from pathlib import Path

import pytest

from assistant.conversation import Assistant
from assistant.greeting import wishes
from recommender.blend import Blend
from retrieval.index import Index
from shop.folder import Folder
from shop.money import Money
from shop.product import Product, Translation, Variant
from shop.settings import load_settings
from shop.store.store import Store


def goods(kind: str, department: str, price: int | None, color: str | None = None, zh: str = "") -> list[Product]:
    money = Money(minor=price, currency="USD") if price else None
    attributes = {"color": (color,)} if color else {}
    return [
        Product(
            id=f"{kind}-{number}",
            title=f"{kind} {number}",
            category=(department, kind),
            attributes=attributes,
            variants=(Variant(id=f"{kind}-{number}", price=money),),
            translations={"zh": Translation(title=f"{zh}{number}", category=("部门", zh))} if zh else {},
        )
        for number in range(3)
    ]


def greeting(tmp_path: Path, products: list[Product], language: str = "en") -> list[str]:
    folder = Folder.open(tmp_path / "data")
    store = Store.open(folder)
    store.catalogue.upsert(products)
    index = Index.open(folder, store, load_settings(data=folder.path))
    index.build()
    assistant = Assistant(store=store, index=index, ranker=Blend(), settings=load_settings(data=folder.path))
    try:
        return wishes(assistant.context(store.sessions.create(language=language)[0], ""))
    finally:
        assistant.close()
        index.close()
        store.close()


SHELVES = [
    *goods("Tents", "Outdoor", 8399, "Green", "帐篷"),
    *goods("Novels", "Books", 1250, None, "小说"),
    *goods("Lamps", "Home", 4000, "Red", "台灯"),
    *goods("Mugs", "Kitchen", 900, "White", "杯子"),
]


def test_four_wishes_come_from_the_shops_own_shelves(tmp_path: Path) -> None:
    found = greeting(tmp_path, SHELVES)
    assert len(found) == 4
    assert all(any(kind in wish.lower() for wish in found) for kind in ("tents", "novels", "lamps", "mugs"))


def test_a_budget_is_a_round_number(tmp_path: Path) -> None:
    assert greeting(tmp_path, goods("Tents", "Outdoor", 8399)) == ["Tents under $85"]


def test_they_speak_the_shoppers_language(tmp_path: Path) -> None:
    assert "$85以内的帐篷" in greeting(tmp_path, goods("Tents", "Outdoor", 8399, zh="帐篷"), "zh")


def test_no_price_is_made_up(tmp_path: Path) -> None:
    assert greeting(tmp_path, goods("Tents", "Outdoor", None)) == ["Tents"]


@pytest.mark.parametrize("products", [[], [Product(id="a", title="Thing", variants=(Variant(id="a"),))]])
def test_a_shop_without_categories_offers_none(tmp_path: Path, products: list[Product]) -> None:
    assert greeting(tmp_path, products) == []
