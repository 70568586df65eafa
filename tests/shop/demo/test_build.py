from collections.abc import Callable

import pytest

from shop.demo import build
from shop.demo.build import build_demo
from shop.demo.shop import DemoShop
from shop.errors import UserError
from shop.folder import Folder
from shop.product import Product, Variant
from shop.store.store import Store


@pytest.fixture(autouse=True)
def generated_once(demo: DemoShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "generate", lambda seed, today: demo)


def test_the_folder_holds_the_whole_shop(folder: Folder, store: Store, demo: DemoShop) -> None:
    told: list[tuple[int, int, str]] = []
    build_demo(folder, store, progress=lambda *step: told.append(step))

    assert store.catalogue.count().products == len(demo.products)
    assert store.reviews.count() == len(demo.reviews)
    assert store.shoppers.count() == len(demo.shoppers)
    assert store.orders.count() == len(demo.orders)
    assert store.events.count() == len(demo.events)
    assert len(store.policies.all("zh")) == len(demo.policies) // 2
    assert store.catalogue.get("dresses-001") == demo.products[[p.id for p in demo.products].index("dresses-001")]
    assert {path.name for path in folder.media.iterdir()} == set(demo.media)
    facts = {name: store.facts.get(name) for name in ("shop_name", "currency", "languages", "demo", "seed")}
    assert facts == {"shop_name": "Marlow & Finch", "currency": "USD", "languages": "en,zh", "demo": "1", "seed": "7"}
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]


def test_building_again_changes_nothing(folder: Folder, store: Store) -> None:
    build_demo(folder, store)
    before = store.catalogue.seq(), store.events.count(), store.facts.get("built")
    build_demo(folder, store)
    assert (store.catalogue.seq(), store.events.count(), store.facts.get("built")) == before


def test_an_interrupted_build_is_finished(
    folder: Folder, store: Store, demo: DemoShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(store: Store, shop: DemoShop) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(build, "_tell_facts", stop)
        with pytest.raises(KeyboardInterrupt):
            build_demo(folder, store)
    build_demo(folder, store)
    assert store.facts.get("built")
    assert store.events.count() == len(demo.events)


def test_a_real_shop_is_left_alone(folder: Folder, store: Store) -> None:
    store.catalogue.upsert([Product(id="1", title="Ours", variants=(Variant(id="1"),))])
    with pytest.raises(UserError, match="holds a real shop; choose another folder"):
        build_demo(folder, store)
    assert store.catalogue.count().products == 1


def test_another_seed_needs_another_folder(folder: Folder, store: Store) -> None:
    build_demo(folder, store)
    with pytest.raises(UserError, match="demo shop of seed 7; delete the folder"):
        build_demo(folder, store, seed=8)


def test_pictures_that_cannot_be_written_are_one_sentence(
    folder: Folder, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> Callable[..., None]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(build.StoreError, match="No space left on device"):
        build_demo(folder, store)
