import pytest

from shop.demo.shop import DemoShop, generate


@pytest.fixture(scope="session")
def demo() -> DemoShop:
    """The shop of the default seed; generated once."""
    return generate(7)
