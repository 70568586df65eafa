import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval import version as versions
from retrieval.index import Index
from shop.errors import AisleError
from shop.folder import Folder
from shop.need import Need
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store


def found(index: Index, query: str) -> list[str]:
    return [candidate.product.id for candidate in index.searcher.search(Need(query=query)).candidates]


def reopened(index: Index, folder: Folder, store: Store) -> Index:
    index.close()
    return Index.open(folder, store, load_settings(data=folder.path))


def test_an_empty_shop_finds_nothing_and_says_nothing_is_wrong(folder: Folder, store: Store) -> None:
    index = Index.open(folder, store, load_settings(data=folder.path))
    assert found(index, "boots") == []
    assert index.status()["note"] is None
    index.close()


def test_what_was_built_is_there_after_opening_again(index: Index, folder: Folder, store: Store) -> None:
    again = reopened(index, folder, store)
    assert again.status()["indexed"] == 7
    assert found(again, "jasmine tea") == ["tea-1"]
    again.close()


def test_new_changed_and_deleted_products_are_followed(index: Index, store: Store) -> None:
    store.catalogue.upsert([Product(id="tent-1", title="Family Tent", variants=(Variant(id="t"),))])
    assert index.follow() == 1
    assert found(index, "tent") == ["tent-1"]
    store.catalogue.upsert([Product(id="tent-1", title="Family Umbrella", variants=(Variant(id="t"),))])
    store.catalogue.delete(["tea-1"])
    index.follow()
    assert found(index, "tent") == []
    assert found(index, "umbrella") == ["tent-1"]
    assert found(index, "jasmine tea") == []
    assert store.catalogue.marked("index") == store.catalogue.seq()


def test_changes_made_while_it_was_closed_are_found_after_opening(index: Index, folder: Folder, store: Store) -> None:
    index.close()
    store.catalogue.delete(["tea-1"])
    store.catalogue.upsert([Product(id="tent-1", title="Family Tent", variants=(Variant(id="t"),))])
    again = Index.open(folder, store, load_settings(data=folder.path))
    assert (found(again, "tea"), found(again, "tent")) == ([], ["tent-1"])
    again.close()


def test_building_again_leaves_one_version(index: Index, folder: Folder) -> None:
    index.build()
    assert [path.name for path in folder.index.glob("v-*")] == [versions.current(folder.index)]
    assert found(index, "jasmine tea") == ["tea-1"]


def test_a_build_that_was_killed_leaves_the_old_index_in_use(index: Index, folder: Folder, store: Store) -> None:
    def killed(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.build(killed)
    assert len(list(folder.index.glob("v-*"))) == 2
    again = reopened(index, folder, store)
    assert [path.name for path in folder.index.glob("v-*")] == [again._name], "its half index takes no space"
    assert found(again, "jasmine tea") == ["tea-1"]
    again.close()


def _lose_everything_of_chroma(version: Path) -> None:
    shutil.rmtree(version / "chroma")


def _lose_the_database(version: Path) -> None:
    (version / "chroma" / "chroma.sqlite3").write_bytes(b"not a database" * 100)


def _lose_the_words(version: Path) -> None:
    (version / "lexical.npz").write_bytes(b"PK\x03\x04 damaged")


def _lose_the_list(version: Path) -> None:
    (version / "version.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize("harm", [_lose_everything_of_chroma, _lose_the_database, _lose_the_words, _lose_the_list])
def test_a_damaged_index_still_answers_and_says_what_to_do(
    index: Index, folder: Folder, store: Store, harm: Callable[[Path], None]
) -> None:
    index.close()
    harm(folder.index / str(versions.current(folder.index)))
    again = Index.open(folder, store, load_settings(data=folder.path))
    assert "aisle index" in again.status()["note"]
    assert found(again, "jasmine tea") == ["tea-1"]
    again.build()
    assert again.status()["note"] is None
    again.close()


def test_a_reader_beside_the_owner_searches_without_chroma(index: Index, folder: Folder, store: Store) -> None:
    reader = Index.open(folder, store, load_settings(data=folder.path), own=False)
    assert found(reader, "jasmine tea") == ["tea-1"]
    with pytest.raises(AisleError, match="owns the data folder"):
        reader.build()
    reader.close()


def settled(index: Index) -> None:
    # Looks until the index is whole again; the pauses between looks and attempts are the test's own.
    for _ in range(200):
        if index._integrity:
            index._integrity._next = 0.0
        index._rebuild_at = 0.0
        index.follow()
        if index._rebuild:
            index._rebuild.join(10)
        if index.status()["note"] is None:
            return
    raise AssertionError(index.status()["note"])


@pytest.mark.parametrize("lost", ["lexical.npz", "version.json", "chroma/chroma.sqlite3", "CURRENT"])
def test_a_piece_that_is_lost_while_the_shop_is_open_is_noticed_and_made_again(index: Index, folder: Folder, lost: str) -> None:
    version = index._name
    assert version is not None
    (folder.index / lost if lost == "CURRENT" else folder.index / version / lost).unlink()
    assert index._integrity is not None
    index._integrity._next = 0.0
    index.follow()
    assert found(index, "jasmine tea") == ["tea-1"]
    settled(index)
    assert found(index, "jasmine tea") == ["tea-1"]
    assert versions.current(folder.index) == index._name != version
    assert [path.name for path in folder.index.glob("v-*")] == [index._name]


def test_a_damaged_index_is_told_of_while_it_is_built_again(
    index: Index, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Index, "_build_again", lambda self: None)
    shutil.rmtree(folder.index / str(index._name) / "chroma")
    assert index._integrity is not None
    index._integrity._next = 0.0
    index.follow()
    assert "was damaged while the shop was open" in index.status()["note"]
    assert found(index, "jasmine tea") == ["tea-1"]


def test_a_big_change_is_found_before_the_index_is_built_again(
    index: Index, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.index._BIG", 1)
    store.catalogue.upsert(Product(id=f"tent-{n}", title="Family Tent", variants=(Variant(id=f"t{n}"),)) for n in range(4))
    before = index._name
    assert index.follow() == 4
    assert len(found(index, "tent")) == 4
    assert index._rebuild is not None
    index._rebuild.join(20)
    assert index._name != before
    assert len(found(index, "tent")) == 4


def test_a_reader_beside_the_owner_follows_to_its_new_build(index: Index, folder: Folder, store: Store) -> None:
    beside = Index.open(folder, store, load_settings(data=folder.path), own=False)
    index.build()
    beside.follow()
    assert beside._name == index._name
    assert found(beside, "jasmine tea") == ["tea-1"]
    beside.close()
