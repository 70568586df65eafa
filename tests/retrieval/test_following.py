from collections.abc import Iterator

import numpy as np
import pytest

from retrieval.following import carried, taken_in
from retrieval.index import Index
from shop.folder import Folder
from shop.money import Money
from shop.need import Need, Wish
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store

COLORS = ("Red", "Blue", "Green", "Black")
KINDS = ("teapot", "lantern", "blanket", "hammock")


def product(number: int, **fields: object) -> Product:
    color = COLORS[number % 4]
    variants = tuple(
        Variant(id=f"p-{number}-{n}", price=Money(minor=1000 + number, currency="USD"), stock=n, options={"color": color})
        for n in range(1 + number % 3)
    )
    title = f"{KINDS[number // 4 % 4]} model {number}"
    return Product(id=f"p-{number}", title=title, category=("Home",), variants=variants).model_copy(update=fields)


def repriced(item: Product, minor: int, stock: int | None = 3) -> Product:
    price = Money(minor=minor, currency="USD")
    return item.model_copy(
        update={"variants": tuple(v.model_copy(update={"price": price, "stock": stock}) for v in item.variants)}
    )


def ids(index: Index, **need: object) -> list[str]:
    return [found.product.id for found in index.searcher.search(Need(**need), k=400).candidates]  # type: ignore[arg-type]


@pytest.fixture
def index(folder: Folder, store: Store) -> Iterator[Index]:
    store.catalogue.upsert(product(number) for number in range(400))
    opened = Index.open(folder, store, load_settings(data=folder.path))
    opened.build()
    yield opened
    opened.close()


NEEDS = (
    {"query": "teapot"},
    {"query": "red lantern model", "price_max": Money(minor=1200, currency="USD")},
    {"query": "hammock", "in_stock": True, "must": (Wish(attribute="color", values=("Red",)),)},
    {"query": "", "sort": "price_desc"},
    {"query": "blanket", "sort": "rating"},
)


def answers(index: Index) -> list[list[str]]:
    return [ids(index, **need) for need in NEEDS]


def test_a_new_price_needs_no_new_words_or_vectors(index: Index, store: Store) -> None:
    before = index._snapshot
    store.catalogue.upsert([repriced(product(5), 1, stock=0)])
    assert index.follow() == 1
    now = index._snapshot
    assert len(now.segments) == 1
    assert now.segments[0].lexical is before.segments[0].lexical
    assert now.segments[0].matrix is before.segments[0].matrix
    assert ids(index, query="", price_max=Money(minor=2, currency="USD")) == ["p-5"]
    assert before.segments[0].columns.price.min() == 1000, "a search that has begun sees what it began with"


def test_after_price_stock_and_rating_changes_all_answers_are_those_of_a_new_build(index: Index, store: Store) -> None:
    changed = [repriced(product(number), 900 + 7 * number, stock=number % 2) for number in range(0, 400, 3)]
    store.catalogue.upsert(changed)
    store.catalogue.upsert(product(number, rating=4.9, reviews=80 + number) for number in range(1, 400, 30))
    index.follow()
    assert len(index._snapshot.segments) == 1
    followed = answers(index)
    index.build()
    assert followed == answers(index)


def test_columns_that_were_patched_are_those_made_anew(index: Index, store: Store) -> None:
    store.catalogue.upsert(repriced(product(number), 5 * number, None if number % 2 else 4) for number in range(50, 300))
    index.follow()
    patched = index._snapshot.segments[0].columns
    index.build()
    made = index._snapshot.segments[0].columns
    for name in ("price", "stock", "stars", "rating", "created", "product", "kind"):
        assert np.array_equal(getattr(patched, name), getattr(made, name), equal_nan=name == "stars"), name


def test_another_colour_or_variant_is_more_than_a_price(index: Index, store: Store) -> None:
    other = product(8).model_copy(update={"variants": (Variant(id="p-8-x", options={"color": "Purple"}),)})
    store.catalogue.upsert([other])
    index.follow()
    assert ids(index, query="teapot hammock blanket", must=(Wish(attribute="color", values=("Purple",)),))[0] == "p-8"
    found = index.searcher.search(Need(must=(Wish(attribute="color", values=("Purple",)),))).candidates
    assert [(c.product.id, c.variant.id) for c in found] == [("p-8", "p-8-x")]


def test_many_small_changes_stand_in_few_segments_and_each_is_found_once(index: Index, store: Store) -> None:
    now = index._snapshot
    for number in range(400, 900):
        store.catalogue.upsert([product(number, title=f"zorblat {number}")])
        made = taken_in(now, [f"p-{number}"], store.catalogue)
        assert made is not None
        now = made
        assert len(now.segments) <= 7
    assert now.count == 900
    living = [id_ for segment in now.segments for id_, alive in zip(segment.ids, segment.alive, strict=True) if alive]
    assert len(living) == len(set(living)) == 900


def test_a_product_in_a_later_segment_changes_its_price_and_goes(index: Index, store: Store) -> None:
    store.catalogue.upsert([product(500, title="zorblat")])
    index.follow()
    later = index._snapshot.segments[1]
    store.catalogue.upsert([repriced(product(500, title="zorblat"), 77)])
    index.follow()
    assert index._snapshot.segments[1].matrix is later.matrix
    assert ids(index, query="zorblat", price_max=Money(minor=80, currency="USD")) == ["p-500"]
    store.catalogue.delete(["p-500"])
    index.follow()
    assert len(index._snapshot.segments) == 1
    assert ids(index, query="zorblat") == []


def test_prices_that_changed_while_the_shop_was_closed_are_no_new_words(index: Index, folder: Folder, store: Store) -> None:
    index.close()
    store.catalogue.upsert(repriced(product(number), 1 + number) for number in range(300))
    store.catalogue.upsert([product(399, title="zorblat")])
    store.catalogue.delete(["p-398"])
    again = Index.open(folder, store, load_settings(data=folder.path))
    assert [len(segment.ids) for segment in again._snapshot.segments] == [400, 1]
    assert ids(again, query="", price_max=Money(minor=2, currency="USD"), sort="price_asc") == ["p-0", "p-1"]
    assert ids(again, query="zorblat") == ["p-399"]
    assert again.status()["indexed"] == 399
    again.close()


def test_a_product_that_comes_back_after_it_was_deleted_is_found(index: Index, store: Store) -> None:
    store.catalogue.delete(["p-7"])
    index.follow()
    store.catalogue.upsert([product(7)])
    index.follow()
    assert ids(index, query="model 7")[0] == "p-7"
    assert index.status()["indexed"] == 400


def test_an_index_that_kept_no_fingerprints_follows_all_the_same(index: Index, folder: Folder, store: Store) -> None:
    (folder.index / str(index._name) / "fingerprints.npy").unlink()
    index.close()
    again = Index.open(folder, store, load_settings(data=folder.path))
    store.catalogue.upsert([repriced(product(5), 1)])
    again.follow()
    assert ids(again, query="", price_max=Money(minor=2, currency="USD")) == ["p-5"]
    assert again.status()["indexed"] == 400
    again.close()


def test_more_new_words_than_allowed_are_left_to_a_build(index: Index, store: Store) -> None:
    store.catalogue.upsert(product(number, title="zorblat") for number in range(20))
    changed = [f"p-{number}" for number in range(20)]
    assert taken_in(index._snapshot, changed, store.catalogue, most=19) is None
    made = taken_in(index._snapshot, changed, store.catalogue, most=20)
    assert made is not None
    assert carried(made) == 20
