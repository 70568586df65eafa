from collections.abc import Iterator
from pathlib import Path

import pytest

from recommender.blend import Blend
from recommender.final.outcomes import Outcomes
from retrieval.index import Index
from shop.demo.build import build_demo
from shop.demo.choosing import Choosers
from shop.demo.day import DEFAULT_DAY
from shop.event import Event
from shop.folder import Folder
from shop.settings import load_settings
from shop.store.store import Store
from ui.bootstrap import learn
from ui.rehearsal import rehearse

LISTS = 40


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Event]]]:
    place: Path = tmp_path_factory.mktemp("demo")
    folder = Folder.open(place)
    store = Store.open(folder)
    build_demo(folder, store, today=DEFAULT_DAY)
    index = Index.open(folder, store, load_settings(data=place))
    index.build()
    ranker = Blend(past=store.events.for_shopper)
    learn(store, ranker)
    yield store, rehearse(store, index.searcher, ranker, Choosers(7, DEFAULT_DAY), LISTS)
    index.close()
    store.close()


def test_customers_are_shown_lists_and_choose_from_them(rehearsed: tuple[Store, list[Event]]) -> None:
    found = Outcomes.of(rehearsed[1])
    assert found.count > 0.9 * LISTS
    assert 0.05 < found.done[:, 0].mean() < 0.6
    assert (found.done[:, 0] >= found.done[:, 1]).all()


def test_what_was_known_is_kept_with_what_was_shown_and_the_drawn_place_with_its_chance(
    rehearsed: tuple[Store, list[Event]],
) -> None:
    shown = [event for event in rehearsed[1] if event.kind == "shown"]
    assert {"asked", "search", "dense", "popular"} <= set(shown[0].features or {})
    assert any((event.features or {}).get("next") for event in shown)
    assert all(event.propensity is None for event in shown if event.position == 0)
    assert any(event.propensity and event.propensity < 1 for event in shown)


def test_rehearsed_again_it_is_in_the_log_once(rehearsed: tuple[Store, list[Event]]) -> None:
    store, made = rehearsed
    assert store.events.add(made) == len(made)
    assert store.events.add(made) == 0
    kept = [event for batch in store.events.iterate(("shown",)) for event in batch]
    assert kept[0].features == next(event.features for event in made if event.kind == "shown")
