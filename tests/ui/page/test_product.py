from collections.abc import Iterator

import pytest

from recommender.around import Around
from shop.event import Event
from shop.product import Product, Variant
from shop.store.store import Store
from ui.page.product import product_html


def sold(id_: str, title: str, kind: str) -> Product:
    return Product(id=id_, title=title, category=(kind,), variants=(Variant(id=id_),))


def together(*products: str) -> Iterator[Event]:
    for n in range(6 * len(products)):
        yield Event(kind="buy", time=n, session=f"{products[0]}{n // len(products)}", product=products[n % len(products)])


@pytest.fixture
def around(store: Store) -> Around:
    store.catalogue.upsert(
        [
            sold("phone-1", "Red phone", "Phones"),
            sold("phone-2", "Blue <b>phone</b>", "Phones"),
            sold("case", "Leather case", "Cases"),
            sold("mug", "Stoneware mug", "Mugs"),
        ]
    )
    made = Around(store)
    made.fit([*together("phone-1", "case"), *together("mug", "saucer")])
    return made


def test_a_product_stands_beside_what_is_bought_with_it_and_what_is_like_it(store: Store, around: Around) -> None:
    sheet = product_html(store, around, "phone-1", None, "en")
    goes_with, similar = sheet.index("Often chosen with it"), sheet.index("Similar")
    assert goes_with < sheet.index("Leather case") < similar < sheet.index("Blue &lt;b&gt;phone&lt;/b&gt;")
    assert "Stoneware mug" not in sheet
    assert "常一起选购" in product_html(store, around, "phone-1", None, "zh")


def test_where_there_is_nothing_beside_it_no_row_is_drawn(store: Store, around: Around) -> None:
    assert "a-row" not in product_html(store, around, "mug", None, "en")
