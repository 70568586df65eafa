import logging
import time
from dataclasses import replace
from pathlib import Path

import pytest

from recommender.blend import Blend
from recommender.current import Current
from recommender.descriptions import Descriptions
from recommender.interactions import Interactions
from recommender.learned import Learned
from recommender.learning import Plan, learn
from recommender.sequence.config import Config
from recommender.sequence.training import Recipe
from recommender.versions import Versions
from shop.errors import StoreError
from shop.product import Product, Variant
from shop.store.store import Store


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def learned(circles: Interactions) -> Learned:
    return learn(circles, Plan(), held_out=0)


def version_of(current: Current, clock: Clock, wanted: str | None) -> str | None:
    # It is read in the background; a second at most is given to it.
    clock.now += 2
    for _ in range(100):
        found = current()
        if (found.version if found else None) == wanted:
            break
        time.sleep(0.01)
    return found.version if found else None


def test_a_new_model_is_taken_up_and_an_old_one_gone_back_to(learned: Learned, tmp_path: Path) -> None:
    versions, clock = Versions(tmp_path), Clock()
    current = Current(versions, clock=clock)
    assert current() is None
    first = versions.keep(learned)
    assert version_of(current, clock, first) == first
    second = versions.keep(replace(learned, weights={"followers": 1.0}))
    assert version_of(current, clock, second) == second
    versions.roll_back()
    assert version_of(current, clock, first) == first


def test_a_damaged_model_leaves_the_old_one_in_use(learned: Learned, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    versions, clock = Versions(tmp_path), Clock()
    first = versions.keep(learned)
    current = Current(versions, clock=clock)
    second = versions.keep(learned)
    (tmp_path / second / "model.json").write_text("{", encoding="utf-8")
    clock.now += 2
    with caplog.at_level(logging.WARNING, "aisle"):
        current()
        for _ in range(100):
            if caplog.records:
                break
            time.sleep(0.01)
    assert "cannot be read" in caplog.text
    found = current()
    assert found is not None
    assert found.version == first


def test_the_ranker_says_which_one_it_is(learned: Learned, tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    assert Blend(Current(versions)).name == "blend"
    name = versions.keep(learned)
    assert Blend(Current(versions)).name == f"personal {name}"


def test_goods_that_came_after_training_are_known_as_soon_as_they_are_there(
    circles: Interactions, store: Store, tmp_path: Path
) -> None:
    words = {item: [f"category={item[0]}"] for item in circles.items}
    described = Descriptions.of(circles.items, words)
    config = Config(items=len(circles.items), words=3, width=16, blocks=1, heads=2, length=8)
    recipe = Recipe(epochs=5, tokens=200, rate=5e-3, warm_up=5, average=0.9)
    versions, clock = Versions(tmp_path), Clock()
    versions.keep(learn(circles, Plan((config,), recipe), held_out=0, descriptions=described))
    store.catalogue.upsert([new("before", "a")])
    current = Current(versions, store.catalogue, clock)
    assert knows(current, clock, "before")
    assert not knows(current, clock, "after", tries=1)
    store.catalogue.upsert([new("after", "b")])
    assert knows(current, clock, "after")
    foresight = current()
    assert foresight is not None
    view = foresight.look(["after"])  # a history of new goods alone says something too
    assert view is not None
    assert view.scores(k=3)


def test_a_database_that_cannot_be_read_costs_no_answer(
    learned: Learned, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    versions, clock = Versions(tmp_path), Clock()
    name = versions.keep(learned)
    current = Current(versions, store.catalogue, clock)

    def locked() -> int:
        raise StoreError("The database is locked.")

    monkeypatch.setattr(store.catalogue, "seq", locked)
    clock.now += 2
    found = current()
    assert found is not None
    assert found.version == name
    assert "does not follow the catalogue: The database is locked." in caplog.text


def new(id_: str, category: str) -> Product:
    return Product(id=id_, title=id_, category=(category,), variants=(Variant(id=id_),))


def knows(current: Current, clock: Clock, product: str, tries: int = 100) -> bool:
    for _ in range(tries):
        clock.now += 2
        found = current()
        if found and found.knows(product):
            return True
        time.sleep(0.01)
    return False
