import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_args

from shop.demo.people import HOW_MANY
from shop.demo.shop import DemoShop, generate
from shop.order import Status


def fingerprint(shop: DemoShop) -> str:
    digest = hashlib.sha256()
    for group in (shop.products, shop.reviews, shop.policies, shop.shoppers, shop.orders, shop.events):
        for each in group:
            digest.update(each.model_dump_json().encode())
    digest.update("".join(f"{name}{svg}" for name, svg in shop.media.items()).encode())
    return digest.hexdigest()


def test_there_is_enough_of_everything(demo: DemoShop) -> None:
    kinds = Counter(event.kind for event in demo.events)
    assert len(demo.products) >= 1200
    assert len({product.category for product in demo.products}) >= 24
    assert len(demo.reviews) >= 6000
    assert len(demo.shoppers) == HOW_MANY == 300
    assert kinds["view"] + kinds["click"] + kinds["add_to_cart"] + kinds["buy"] >= 40_000
    assert min(kinds["view"], kinds["click"], kinds["add_to_cart"], kinds["buy"]) > 2000


def test_a_seed_and_a_day_give_the_same_shop_to_the_byte_in_every_process(demo: DemoShop) -> None:
    code = f"import runpy; m = runpy.run_path({__file__!r}); print(m['fingerprint'](m['generate'](7)))"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(Path(__file__).parents[3])}
    other = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == fingerprint(demo)


def test_another_seed_is_another_shop(demo: DemoShop) -> None:
    other = generate(8)
    assert {product.title for product in other.products} != {product.title for product in demo.products}
    assert len(other.products) == len(demo.products)


def test_another_day_moves_the_dates_and_nothing_else(demo: DemoShop) -> None:
    later = generate(7, date(2027, 3, 1))
    assert [product.title for product in later.products] == [product.title for product in demo.products]
    assert later.orders[-1].placed.date() > demo.orders[-1].placed.date()


def test_orders_stand_in_every_status(demo: DemoShop) -> None:
    assert {order.status for order in demo.orders} == set(get_args(Status))


def test_orders_are_what_was_bought(demo: DemoShop) -> None:
    products = {product.id: product for product in demo.products}
    shoppers = {shopper.id: shopper for shopper in demo.shoppers}
    for order in demo.orders:
        assert order.lines
        assert order.address in shoppers[order.shopper].addresses
        assert order.total is not None
        assert order.total.minor == sum(line.price.minor * line.quantity for line in order.lines if line.price)
        for line in order.lines:
            variant = products[line.product].variant(line.variant or "")
            assert variant is not None
            assert variant.price == line.price


def test_only_parcels_that_left_have_a_tracking_number(demo: DemoShop) -> None:
    for order in demo.orders:
        assert bool(order.tracking) == (order.status not in {"pending", "paid", "packed", "cancelled"})
        assert (order.delivered is not None) == (order.status in {"delivered", "return_requested", "returned", "refunded"})
        assert order.delivered is None or order.delivered >= order.placed


def test_policies_cover_the_same_topics_in_both_languages(demo: DemoShop) -> None:
    topics = {language: [policy.topic for policy in demo.policies if policy.language == language] for language in ("en", "zh")}
    assert topics["en"] == topics["zh"]
    expected = {"shipping", "returns", "warranty", "payment", "privacy", "gift wrapping", "order changes"}
    assert expected <= set(topics["en"])


def test_customers_speak_both_languages_and_have_an_address(demo: DemoShop) -> None:
    assert {shopper.language for shopper in demo.shoppers} == {"en", "zh"}
    assert all(shopper.addresses for shopper in demo.shoppers)
    assert all(shopper.email and shopper.email.endswith("@example.com") for shopper in demo.shoppers)
