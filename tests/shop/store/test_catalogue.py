from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from shop.errors import StoreError
from shop.folder import Folder
from shop.money import Money
from shop.product import Product, Translation, Variant
from shop.store.store import Store


def shirt(product_id: str = "p1", title: str = "Linen shirt", stock: int | None = 3) -> Product:
    return Product(
        id=product_id,
        title=title,
        description="Cool in summer.",
        category=("Clothing", "Shirts"),
        brand="Arbour",
        attributes={"material": ("linen",)},
        variants=(
            Variant(
                id="p1-m", price=Money.parse("49", "USD"), stock=stock, options={"size": "M"}, cost=Money.parse("20", "USD")
            ),
            Variant(id="p1-l", list_price=None, options={"size": "L"}),
        ),
        images=("media/shirt.svg",),
        rating=4.5,
        reviews=12,
        created=datetime(2026, 1, 2, tzinfo=UTC),
        translations={"zh": Translation(title="亚麻衬衫", category=("服装", "衬衫"), terms={"linen": "亚麻"})},
    )


def test_a_product_comes_back_as_it_went_in(store: Store) -> None:
    store.catalogue.upsert([shirt()])
    assert store.catalogue.get("p1") == shirt()
    assert store.catalogue.count() == (1, 2)


def test_writing_again_replaces_the_product_and_its_variants(store: Store) -> None:
    store.catalogue.upsert([shirt()])
    changed = shirt(title="Silk shirt").model_copy(update={"variants": (Variant(id="p1-xl"),)})
    store.catalogue.upsert([changed])
    assert store.catalogue.get("p1") == changed
    assert store.catalogue.count() == (1, 1)


def test_products_come_in_the_order_asked_for_without_the_unknown(store: Store) -> None:
    store.catalogue.upsert([shirt("a"), shirt("b"), shirt("c")])
    assert [product.id for product in store.catalogue.get_many(["c", "nope", "a"])] == ["c", "a"]


def test_all_products_are_walked_once(store: Store) -> None:
    store.catalogue.upsert(shirt(f"p{number:03}") for number in range(25))
    pages = list(store.catalogue.iterate(batch=10))
    assert [len(page) for page in pages] == [10, 10, 5]
    assert [product.id for page in pages for product in page] == store.catalogue.ids()


def test_the_feed_tells_of_every_write_in_order(store: Store) -> None:
    store.catalogue.upsert([shirt("a"), shirt("b")])
    before = store.catalogue.seq()
    assert store.catalogue.delete(["a", "unknown"]) == 1
    (change,) = store.catalogue.changes_since(before)
    assert (change.product_id, change.deleted) == ("a", True)
    assert len(store.catalogue.changes_since(0)) == 3


def test_numbers_of_the_feed_never_come_again(store: Store) -> None:
    store.catalogue.upsert([shirt("a")])
    store.catalogue.delete(["a"])
    last = store.catalogue.seq()
    store.catalogue.upsert([shirt("a")])
    assert store.catalogue.seq() == last + 1


def test_a_follower_remembers_how_far_it_came(store: Store) -> None:
    assert store.catalogue.marked("index") == 0
    store.catalogue.mark("index", 7)
    store.catalogue.mark("index", 9)
    assert store.catalogue.marked("index") == 9


def test_a_batch_that_fails_stores_nothing_of_itself(store: Store) -> None:
    store.catalogue.upsert([shirt("a")])

    def broken() -> object:
        yield shirt("b")
        raise RuntimeError("the reader died")

    with pytest.raises(RuntimeError):
        store.catalogue.upsert(broken())  # type: ignore[arg-type]
    assert store.catalogue.ids() == ["a"]


def test_everything_is_there_after_a_restart(folder: Folder) -> None:
    first = Store.open(folder)
    first.catalogue.upsert([shirt()])
    first.facts.set("currency", "USD")
    first.close()
    second = Store.open(folder)
    assert second.catalogue.get("p1") == shirt()
    assert second.facts.get("currency") == "USD"
    second.close()


def test_two_writers_at_once_lose_nothing(folder: Folder) -> None:
    stores = [Store.open(folder) for _ in range(2)]

    def write(number: int) -> None:
        for step in range(20):
            stores[number].catalogue.upsert([shirt(f"{number}-{step}")])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[0].catalogue.count().products == 40
    for opened in stores:
        opened.close()


def test_a_damaged_database_gets_one_sentence(folder: Folder) -> None:
    (folder.path / "shop.db").write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(StoreError, match=r"shop\.db cannot be opened: .*not a database"):
        Store.open(folder)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////none/shop.db", r"sqlite:////none/shop\.db cannot be opened: unable to open database file"),
        ("nonsense", "The database nonsense cannot be opened"),
        ("postgresql+pg8000://user:secret@shop.example/db", r"The database postgresql\+pg8000://shop.example/db needs pg8000"),
    ],
)
def test_a_database_that_cannot_be_reached_is_named_without_its_password(folder: Folder, url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        Store.open(folder, url)


def test_a_damaged_page_gets_one_sentence(folder: Folder) -> None:
    store = Store.open(folder)
    store.catalogue.upsert([shirt()])
    with store._database.read() as connection:
        size = connection.exec_driver_sql("PRAGMA page_size").scalar()
        page = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'products'").scalar()
    store.close()
    with (folder.path / "shop.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    store = Store.open(folder)
    with pytest.raises(StoreError, match="could not do that: database disk image is malformed"):
        store.catalogue.get("p1")
    store.close()


def test_a_full_disk_gets_one_sentence_and_keeps_what_was_there(store: Store) -> None:
    store.catalogue.upsert([shirt("a")])
    with store._database.read() as connection:  # SQLite's own page limit stands in for the disk's end
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="full"):
        store.catalogue.upsert(shirt(f"n{number}") for number in range(500))
    assert store.catalogue.ids() == ["a"]
