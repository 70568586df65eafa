from pathlib import Path

import pytest

from shop.importing import Imported, import_files
from shop.importing.readers.woocommerce import is_woocommerce
from shop.product import Product
from shop.store.store import Store

EXPORT = Path(__file__).parents[1] / "fixtures" / "woocommerce.csv"


@pytest.fixture
def result(store: Store) -> Imported:
    return import_files(store, [EXPORT])[0]


def product(store: Store, id_: str) -> Product:
    found = store.catalogue.get(id_)
    assert found is not None
    return found


def test_variations_are_the_variants_of_their_parent_whether_it_is_named_by_sku_or_id(result: Imported, store: Store) -> None:
    hoodie = product(store, "44")
    assert (result.format, result.read, result.stored) == ("woocommerce", 6, 2)
    assert (hoodie.title, hoodie.description, hoodie.category) == (
        "Wool Hoodie",
        "Soft.\nBrushed inside.",
        ("Clothing", "Hoodies"),
    )
    assert [(item.id, item.options, item.stock, item.image) for item in hoodie.variants] == [
        ("45", {"color": "Blue"}, 6, "https://shop.example/hoodie-blue.jpg"),
        ("46", {"color": "Red"}, 0, None),
    ]


def test_a_name_and_its_values_are_one_attribute_and_hidden_ones_are_left_out(result: Imported, store: Store) -> None:
    assert product(store, "44").attributes == {"material": ("Merino wool",), "weight": ("0.6 kg",), "tags": ("warm", "winter")}
    assert product(store, "47").attributes == {"material": ("Steel, enamelled",)}
    assert result.mapping["attributes"] == "Attribute 1.. name, value(s)"


def test_a_sale_that_is_over_is_no_price(result: Imported, store: Store) -> None:
    blue, red = product(store, "44").variants
    assert [money and money.decimal() for money in (blue.price, blue.list_price, blue.cost)] == ["35.00", "45.00", "18.50"]
    assert [money and money.decimal() for money in (red.price, red.list_price, red.cost)] == ["45.00", None, None]


def test_what_may_be_ordered_beyond_its_stock_is_not_sold_out(result: Imported, store: Store) -> None:
    mug = product(store, "47")
    assert (mug.variants[0].stock, len(mug.images)) == (None, 2)


def test_what_is_not_published_stays_out_with_its_variations(result: Imported, store: Store) -> None:
    assert store.catalogue.get("48") is None
    assert store.catalogue.get("49") is None
    assert {item.reason for item in result.bad} == {"it is not published in the shop it comes from"}


def test_variations_may_stand_before_their_parent(store: Store, tmp_path: Path) -> None:
    header, parent, *rest = EXPORT.read_text(encoding="utf-8").splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join((header, *rest, parent)), encoding="utf-8")
    import_files(store, [turned])
    assert (product(store, "44").title, len(product(store, "44").variants)) == ("Wool Hoodie", 2)


def test_other_tables_are_not_taken_for_an_export() -> None:
    assert is_woocommerce(["ID", "Type", "SKU", "Name", "Regular price", "Attribute 1 name"])
    assert not is_woocommerce(["id", "name", "price"])
