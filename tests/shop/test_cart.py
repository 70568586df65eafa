from __future__ import annotations

import pytest

from shop.cart import Cart, CartLine, total
from shop.money import Money


def test_lines_keep_the_order_they_were_added_in() -> None:
    cart = Cart().with_line("shirt", "s", 1).with_line("shoe", "42", 2).with_line("shirt", "s", 3)
    assert [(line.product, line.quantity) for line in cart.lines] == [("shirt", 3), ("shoe", 2)]


def test_zero_takes_a_line_out_and_nothing_else() -> None:
    cart = Cart().with_line("shirt", "s", 1).with_line("shirt", "m", 1).with_line("shirt", "s", 0)
    assert cart.lines == (CartLine(product="shirt", variant="m", quantity=1),)


def test_the_same_variant_id_in_two_products_are_two_lines() -> None:
    cart = Cart().with_line("shirt", "s", 1).with_line("coat", "s", 2)
    assert (cart.quantity("shirt", "s"), cart.quantity("coat", "s")) == (1, 2)


def test_more_than_99_of_one_thing_are_refused() -> None:
    with pytest.raises(ValueError, match="less than or equal to 99"):
        Cart().with_line("shirt", "s", 100)


def test_the_total_is_exact() -> None:
    assert total([(Money.parse("0.10", "USD"), 3), (Money.parse("19.99", "USD"), 1)]) == Money.parse("20.29", "USD")
    assert total([]) is None
