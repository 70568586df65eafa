import pytest

from shop.money import Money
from shop.product import Product, Variant


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


@pytest.mark.parametrize(
    ("price", "cost", "margin"),
    [
        (usd(10000), usd(4000), 0.6),
        (usd(1000), usd(1500), -0.5),
        (usd(1000), None, None),
        (None, usd(400), None),
        (usd(0), usd(400), None),
        (usd(1000), Money(minor=400, currency="EUR"), None),
    ],
)
def test_the_margin_is_the_share_of_the_price_that_stays(price: Money | None, cost: Money | None, margin: float | None) -> None:
    assert Variant(id="v", price=price, cost=cost).margin == (None if margin is None else pytest.approx(margin))


def test_what_a_variant_cost_is_in_no_dump_and_in_no_text() -> None:
    product = Product(id="p", title="Lamp", variants=(Variant(id="v", price=usd(10000), cost=usd(4321)),))
    for said in (product.model_dump_json(), str(product.model_dump()), repr(product), str(product), f"{product.variants}"):
        assert "4321" not in said
        assert "cost" not in said
