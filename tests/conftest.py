"""What several test files share: a folder, a store, and where real data may lie."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.index import Index
from retrieval.search import Searcher
from shop.folder import Folder
from shop.money import Money
from shop.product import Product, Translation, Variant
from shop.settings import load_settings
from shop.store.store import Store

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.open(tmp_path / "data")


@pytest.fixture
def store(folder: Folder) -> Iterator[Store]:
    opened = Store.open(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real catalogues; a test that needs it is skipped where it is missing."""
    path = Path(os.environ.get("AISLE_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"no real catalogues at {path}; name their folder in AISLE_SHARED_DATA")
    return path


# A small shop in two languages whose every corner a test can name.
def variant(id_: str, price: int | None = None, stock: int | None = 5, **options: str) -> Variant:
    money = Money(minor=price, currency="USD") if price is not None else None
    return Variant(id=id_, price=money, stock=stock, options=options)


BOOTS = ("Shoes", "Boots")

GOODS = [
    Product(
        id="boot-1",
        title="Waterproof Hiking Boots",
        category=BOOTS,
        brand="Nordhavet",
        attributes={"material": ("Leather",)},
        variants=(variant("boot-1-b", 12000, color="Black"), variant("boot-1-r", 9000, stock=0, color="Red")),
        translations={
            "zh": Translation(
                title="防水徒步靴",
                category=("鞋", "靴子"),
                terms={"Black": "黑色", "Red": "红色", "Leather": "皮革", "Nordhavet": "诺哈维"},
            )
        },
    ),
    Product(
        id="boot-2",
        title="Canvas Boots",
        category=BOOTS,
        brand="Tarnwick",
        attributes={"color": ("Navy Blue",), "material": ("Canvas",)},
        variants=(variant("boot-2", 4000),),
        rating=4.8,
        reviews=120,
    ),
    Product(id="boot-3", title="Red Rubber Boots", category=BOOTS, variants=(variant("boot-3", 3000, stock=None),)),
    Product(id="boot-4", title="Winter Boots", category=BOOTS, brand="Tarnwick", variants=(variant("boot-4", None),)),
    Product(id="tea-1", title="Jasmine Tea 100 g", category=("Food",), variants=(variant("tea-1", 800),)),
    Product(
        id="kettle-1",
        title="电热水壶 1.7L",
        language="zh",
        category=("厨房",),
        brand="PAMPAS/潘帕斯",
        variants=(variant("kettle-1", 5900),),
    ),
    Product(id="phone-1", title="Panasonic Cordless Phone KX-TG1032S", variants=(variant("phone-1", 4999),)),
]


@pytest.fixture
def goods() -> list[Product]:
    return GOODS


@pytest.fixture
def index(folder: Folder, store: Store) -> Iterator[Index]:
    store.catalogue.upsert(GOODS)
    opened = Index.open(folder, store, load_settings(data=folder.path))
    opened.build()
    yield opened
    opened.close()


@pytest.fixture
def searcher(index: Index) -> Searcher:
    return index.searcher
