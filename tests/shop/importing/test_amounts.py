from decimal import Decimal
from typing import Any

import pytest

from shop.importing.amounts import currency_code, read_amount
from shop.importing.row import BadRow


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", "12"),
        (12.5, "12.5"),
        ("1,299.00", "1299.00"),
        ("1.299,00", "1299.00"),
        ("1 299,00", "1299.00"),
        ("12,5", "12.5"),
        ("1,299", "1299"),
        ("1.299.000", "1299000"),
        ("0", "0"),
        ("-5", "-5"),
        ("-$5", "-5"),
        ("(5.00)", "-5.00"),
        ("１２９．００", "129.00"),
        ("￥１，２９９", "1299"),
        ({"amount": "8.5", "currency": "EUR"}, "8.5"),
        ("from $12.99", "12.99"),
        ("$15 - $30", "15"),
        ("12.99起", "12.99"),
        ("Free", "0"),
    ],
)
def test_a_price_is_read_as_people_write_it(cell: Any, value: str) -> None:
    amount = read_amount(cell)

    assert amount is not None
    assert amount.value == Decimal(value)


@pytest.mark.parametrize("cell", ["", None, "N/A", "面议", float("nan"), "--", "POA", {"amount": None}, True])
def test_an_empty_price_is_unknown_and_not_zero(cell: Any) -> None:
    assert read_amount(cell) is None


@pytest.mark.parametrize("cell", ["call us", "inf", "1e3", "9" * 30])
def test_a_price_that_is_not_one_amount_is_a_bad_row(cell: str) -> None:
    with pytest.raises(BadRow, match="price"):
        read_amount(cell)


@pytest.mark.parametrize(
    ("cell", "currency"),
    [
        ("12 USD", "USD"),
        ("USD 12", "USD"),
        ("€12", "EUR"),
        ("12元", "CNY"),
        ("￥12", "CNY"),
        ("HK$12", "HKD"),
        ("12 gbp", "GBP"),
    ],
)
def test_the_currency_is_read_from_sign_or_code(cell: str, currency: str) -> None:
    amount = read_amount(cell)

    assert amount is not None
    assert amount.currencies[0] == currency


def test_a_dollar_sign_may_stand_for_several_currencies() -> None:
    amount = read_amount("$5")

    assert amount is not None
    assert {"USD", "CAD", "AUD"} <= set(amount.currencies)


def test_a_currency_cell_takes_codes_and_names() -> None:
    assert [currency_code(cell) for cell in ("usd", "RMB", "人民币", "", None, "bananas")] == [
        "USD",
        "CNY",
        "CNY",
        None,
        None,
        None,
    ]
