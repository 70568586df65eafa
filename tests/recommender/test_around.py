import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from recommender.around import Around
from shop.candidate import Candidate
from shop.errors import NotFound
from shop.event import Event
from shop.money import Money
from shop.product import Product, Variant
from shop.store.store import Store


def sold(id_: str, title: str, *category: str, price: int = 1000, stock: int | None = None) -> Product:
    variant = Variant(id=id_, price=Money(minor=price, currency="USD"), stock=stock)
    return Product(id=id_, title=title, category=category, variants=(variant,))


@pytest.fixture
def shop(store: Store) -> Store:
    store.catalogue.upsert(
        [
            sold("phone-1", "Red phone with a camera", "Phones", price=50_000),
            sold("phone-2", "Blue phone with a camera", "Phones", price=52_000),
            sold("phone-3", "Blue phone with two cameras", "Phones", price=9_000),
            sold("case", "Red case for a phone", "Cases"),
            sold("mug", "Stoneware mug", "Kitchen", "Mugs"),
            sold("gone", "Red phone, the last one", "Phones", stock=0),
        ]
    )
    return store


def ids(found: Sequence[Candidate]) -> list[str]:
    return [item.product.id for item in found]


def carts(around: Around, *products: str) -> None:
    around.fit(
        Event(kind="add_to_cart", time=n, session=f"s{n // len(products)}", product=products[n % len(products)])
        for n in range(6 * len(products))
    )


def test_like_a_product_are_goods_of_its_kind_first_and_none_that_is_sold_out(shop: Store) -> None:
    found = Around(shop).beside("similar", ["phone-1"], 3)
    assert ids(found) == ["phone-2", "phone-3", "case"]


def test_a_product_that_came_a_second_ago_has_likes_and_is_liked_soon(shop: Store) -> None:
    around = Around(shop)
    around.beside("similar", ["mug"], 3)
    shop.catalogue.upsert([sold("phone-9", "Green phone with a camera", "Phones")])
    assert "phone-1" in ids(around.beside("similar", ["phone-9"], 3))
    for _ in range(200):
        if "phone-9" in ids(around.beside("similar", ["phone-1"], 5)):
            break
        time.sleep(0.01)
    assert "phone-9" in ids(around.beside("similar", ["phone-1"], 5))


def test_a_cart_is_completed_by_other_kinds_rather_than_by_more_of_the_same(shop: Store) -> None:
    around = Around(shop)
    around.fit(
        Event(kind="add_to_cart", time=n, session=who, product=product)
        for n, (who, product) in enumerate(
            [(f"a{n}", product) for n in range(6) for product in ("phone-1", "phone-2", "case")]
            + [(f"b{n}", product) for n in range(20) for product in ("mug", "other")]
        )
    )
    assert ids(around.completing(["phone-1"], 2)) == ["case", "phone-2"]
    assert around.completing([], 2) == []
    assert around.completing(["no product"], 2) == []


def test_what_is_bought_together_says_with_what(shop: Store) -> None:
    around = Around(shop)
    around.fit(
        Event(kind="buy", time=n, session=f"{pair}{n // 2}", product=pair[n % 2])
        for pair in (("phone-1", "case"), ("mug", "phone-3"))
        for n in range(12)
    )
    [found] = around.beside("together", ["phone-1"], 3)
    assert (found.product.id, found.why[0].values["product"]) == ("case", "phone-1")


def test_new_goods_come_in_the_order_in_which_they_came(shop: Store) -> None:
    shop.catalogue.upsert([sold("latest", "Lamp", "Light")])
    assert ids(Around(shop).shelf("new", 1)) == ["latest"]


def test_new_is_said_only_of_what_is_known_to_have_come_lately(shop: Store) -> None:
    today, long_ago = datetime.now(UTC), datetime(2001, 1, 1, tzinfo=UTC)
    lamp, rug = sold("lamp", "Lamp", "Light"), sold("rug", "Rug", "Floor")
    shop.catalogue.upsert([lamp.model_copy(update={"created": today}), rug.model_copy(update={"created": long_ago})])
    found = Around(shop).shelf("new", 9)
    assert ids(found)[:2] == ["lamp", "rug"]
    assert [item.product.id for item in found if item.why] == ["lamp"]


def test_a_shelf_may_be_of_one_category_however_it_is_written(shop: Store) -> None:
    assert ids(Around(shop).shelf("new", 9, "mugs")) == ["mug"]
    with pytest.raises(NotFound, match="no category Submarines"):
        Around(shop).shelf("best", 9, "Submarines")


def test_an_unknown_product_is_named(shop: Store) -> None:
    with pytest.raises(NotFound, match="no product submarine"):
        Around(shop).beside("similar", ["submarine"], 3)


def test_an_empty_shop_has_nothing_around(store: Store) -> None:
    around = Around(store)
    around.fit([])
    assert [around.shelf(kind, 5) for kind in ("new", "best", "rising")] == [[], [], []]
    assert around.completing(["x"], 5) == []
