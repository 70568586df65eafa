from itertools import count

import numpy as np

from recommender.shop_log import ShopLog, described, interactions_of
from shop.event import Event
from shop.money import Money
from shop.product import Product, Variant
from shop.store.store import Store

CLOCK = count(1)


def did(kind: str, product: str | None, shopper: str | None = "s", session: str | None = None) -> Event:
    said = {"kind": kind, "time": next(CLOCK), "shopper": shopper, "session": session, "product": product}
    return Event.model_validate(said)


def sold(id_: str, title: str, price: int | None = None, **rest: object) -> Product:
    money = Money(minor=price, currency="USD") if price else None
    return Product(id=id_, title=title, variants=(Variant(id=id_, price=money),), **rest)  # type: ignore[arg-type]


def sequences(events: list[Event]) -> dict[str, list[str]]:
    read = interactions_of(events)
    return {user: [read.items[item] for item in read.of_user(row)] for row, user in enumerate(read.users)}


def test_what_was_clicked_and_kept_counts_and_what_was_only_shown_or_looked_at_does_not() -> None:
    log = [did("shown", "a"), did("view", "a"), did("view", "b"), did("click", "b"), did("add_to_cart", "b"), did("buy", "c")]
    assert sequences(log) == {"s": ["b", "c"]}


def test_what_was_rated_well_counts_and_what_was_rated_badly_does_not() -> None:
    rated = [did("rate", id_).model_copy(update={"value": stars}) for id_, stars in (("a", 5.0), ("b", 2.0), ("c", 4.0))]
    assert sequences([*rated, did("rate", "d")]) == {"s": ["a", "c"]}


def test_in_a_log_without_clicks_looking_counts() -> None:
    assert sequences([did("view", "a"), did("view", "b"), did("view", "b"), did("buy", "b")]) == {"s": ["a", "b"]}


def test_a_stranger_is_a_session() -> None:
    log = [did("click", "a", None, "v1"), did("click", "b", None, "v2"), did("click", "c", None, "v1"), did("click", "d", None)]
    assert sequences(log) == {"v1": ["a", "c"], "v2": ["b"]}


def test_what_was_done_without_consent_is_not_learned_from() -> None:
    secret = did("click", "a", None, "v1").model_copy(update={"consent": False})
    assert sequences([secret, did("click", "b", None, "v1")]) == {"v1": ["b"]}


def test_who_does_more_than_a_person_can_is_left_out() -> None:
    machine = [did("click", f"p{n}", "machine") for n in range(10_001)]
    assert list(sequences([*machine, did("click", "a", "person")])) == ["person"]


def test_goods_are_described_by_title_brand_category_values_and_how_dear_they_are() -> None:
    goods = [
        sold(f"cup-{n}", "Red cup", 100 * n, brand="Kuma", category=("Kitchen", "Cups"), attributes={"material": ("clay",)})
        for n in range(1, 11)
    ]
    words = described([*goods, sold("x", "白色茶壶")])
    assert {"red", "cup", "brand=Kuma", "category=Cups", "material=clay", "price=0"} <= set(words["cup-1"])
    assert "price=4" in words["cup-10"]
    assert words["x"] == ["白色", "色茶", "茶壶"]


def test_goods_that_nobody_has_taken_are_known_all_the_same(store: Store) -> None:
    store.catalogue.upsert([sold("a", "Red cup"), sold("b", "Red pot")])
    store.events.add([did("click", "a"), did("click", "a", "t")])
    log = ShopLog.of(store)
    assert list(log.interactions.items) == ["a", "b"]
    assert np.diff(log.descriptions.words.indptr).tolist() == [1, 1]
