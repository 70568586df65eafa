from datetime import datetime, time

import pytest

from retrieval.index import Index
from shop.need import Need
from shop.nightly import Nightly
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store

NIGHT = time(3, 30)


class Clock:
    def __init__(self, *now: int) -> None:
        self.now = datetime(*now)  # type: ignore[arg-type]

    def __call__(self) -> datetime:
        return self.now


def test_it_comes_due_once_a_night() -> None:
    clock = Clock(2026, 3, 1, 22)
    nightly = Nightly(NIGHT, clock)
    assert not nightly.due()
    clock.now = datetime(2026, 3, 2, 3, 30, 1)
    assert [nightly.due(), nightly.due()] == [True, False]
    clock.now = datetime(2026, 3, 5, 12)  # the machine slept for three days
    assert [nightly.due(), nightly.due()] == [True, False]
    clock.now = datetime(2026, 3, 6, 3, 31)
    assert nightly.due()


def test_one_that_begins_after_its_time_waits_for_the_next_night() -> None:
    assert not Nightly(NIGHT, Clock(2026, 3, 1, 4)).due()


def test_without_a_time_it_never_comes_due() -> None:
    clock = Clock(2026, 3, 1, 22)
    nightly = Nightly(None, clock)
    clock.now = datetime(2026, 4, 1)
    assert not nightly.due()


@pytest.mark.parametrize(("value", "at"), [("", None), ("04:15", time(4, 15))])
def test_its_time_is_a_setting(monkeypatch: pytest.MonkeyPatch, value: str, at: time | None) -> None:
    monkeypatch.setenv("AISLE_SEARCH__COMPACT_AT", value)
    assert load_settings().search.compact_at == at


def test_at_night_what_was_written_since_becomes_part_of_the_first_segment(index: Index, store: Store) -> None:
    clock = Clock(2026, 3, 1, 22)
    index._compaction = Nightly(NIGHT, clock)
    store.catalogue.upsert([Product(id="tent-1", title="Family Tent", variants=(Variant(id="t"),))])
    index.follow()
    index.settle()
    assert len(index._snapshot.segments) == 2
    clock.now = datetime(2026, 3, 2, 3, 31)
    index.follow()
    index.settle()
    assert len(index._snapshot.segments) == 1
    assert [c.product.id for c in index.searcher.search(Need(query="tent")).candidates] == ["tent-1"]


def test_an_index_with_nothing_new_is_left_as_it_is(index: Index) -> None:
    clock = Clock(2026, 3, 1, 22)
    index._compaction = Nightly(NIGHT, clock)
    before = index._name
    clock.now = datetime(2026, 3, 2, 3, 31)
    index.follow()
    index.settle()
    assert index._name == before
