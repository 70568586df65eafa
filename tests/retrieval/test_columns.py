"""Columns are saved with the index: what is read back is what would be made from the catalogue."""

from pathlib import Path

import numpy as np
import pytest

from retrieval import version as versions
from retrieval.columns import Columns
from retrieval.index import Index
from retrieval.vocabulary import Vocabulary
from shop.folder import Folder
from shop.money import Money
from shop.need import Need
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store


@pytest.fixture
def columns(goods: list[Product]) -> Columns:
    return Columns.of(goods, Vocabulary.learn(goods).evidence)


def opened(folder: Folder, store: Store) -> Index:
    return Index.open(folder, store, load_settings(data=folder.path))


def priced(index: Index, most: int) -> list[str]:
    need = Need(query="boots", price_max=Money(minor=most, currency="USD"))
    return [item.product.id for item in index.searcher.search(need, firm=("price_max",)).candidates]


def test_what_was_saved_is_what_was_made(columns: Columns, tmp_path: Path) -> None:
    columns.save(tmp_path / "columns.npz")
    again = Columns.load(tmp_path / "columns.npz")
    assert (again.variants, again.kinds, again.names()) == (columns.variants, columns.kinds, columns.names())
    for name in ("starts", "product", "price", "stock", "margin", "stars", "rating", "created", "kind"):
        np.testing.assert_array_equal(getattr(again, name), getattr(columns, name))
    for name, attribute in columns.attributes.items():
        assert again.attributes[name].sizes() == attribute.sizes()
        np.testing.assert_array_equal(again.attributes[name].stated, attribute.stated)


def test_none_at_all_are_saved_as_well(tmp_path: Path) -> None:
    Columns.of([], lambda product: {}).save(tmp_path / "columns.npz")
    assert Columns.load(tmp_path / "columns.npz").products == 0


def test_a_file_that_is_cut_short_is_not_read(columns: Columns, tmp_path: Path) -> None:
    file = tmp_path / "columns.npz"
    columns.save(file)
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(Exception, match=r".+"):
        Columns.load(file)


def test_prices_that_changed_while_the_shop_was_closed_are_right_when_it_opens(
    index: Index, folder: Folder, store: Store, goods: list[Product]
) -> None:
    assert priced(index, 3500) == ["boot-3"]
    index.close()
    boot = next(product for product in goods if product.id == "boot-2")
    cheaper = Variant(id="boot-2", price=Money(minor=3200, currency="USD"), stock=5)
    store.catalogue.upsert([boot.model_copy(update={"variants": (cheaper,)})])
    store.catalogue.delete(["boot-3"])
    again = opened(folder, store)
    assert priced(again, 3500) == ["boot-2"]
    again.close()


def test_an_index_without_its_columns_is_read_again_from_the_catalogue(index: Index, folder: Folder, store: Store) -> None:
    index.close()
    (folder.index / str(versions.current(folder.index)) / "columns.npz").unlink()
    again = opened(folder, store)
    assert "Build it again with `aisle index`" in (again.status()["note"] or "")
    assert priced(again, 3500) == ["boot-3"]
    again.close()


def test_an_index_of_another_database_is_not_used(index: Index, folder: Folder, store: Store, tmp_path: Path) -> None:
    index.close()
    other = Store.open(Folder.open(tmp_path / "other"))
    other.catalogue.upsert([Product(id="tent", title="Tent", variants=(Variant(id="tent"),))])
    again = opened(folder, other)
    assert "built from another database" in (again.status()["note"] or "")
    assert [item.product.id for item in again.searcher.search(Need(query="tent")).candidates] == ["tent"]
    again.close()
    other.close()
