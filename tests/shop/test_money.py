from __future__ import annotations

import pytest

from shop.money import Money


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "decimal", "text"),
    [
        ("129", "USD", 12900, "129.00", "$129.00"),
        (1299.5, "USD", 129950, "1299.50", "$1,299.50"),
        ("329", "CNY", 32900, "329.00", "¥329"),
        ("0.1", "CNY", 10, "0.10", "¥0.10"),
        ("1500", "JPY", 1500, "1500", "¥1,500"),
        ("1.2345", "KWD", 1235, "1.235", "KWD 1.235"),
        ("-5", "EUR", -500, "-5.00", "-€5.00"),
    ],
)
def test_an_amount_is_kept_in_minor_units_and_shown_in_major_ones(
    amount: str | float, currency: str, minor: int, decimal: str, text: str
) -> None:
    money = Money.parse(amount, currency)
    assert (money.minor, money.decimal(), money.text()) == (minor, decimal, text)


@pytest.mark.parametrize("amount", ["", "free", "nan", "inf", "1,5"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of money"):
        Money.parse(amount, "USD")


def test_currencies_are_never_added_up() -> None:
    with pytest.raises(ValueError, match="cannot add EUR to USD"):
        Money.parse(1, "USD") + Money.parse(1, "EUR")
