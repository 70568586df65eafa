import asyncio
import logging
from datetime import datetime, time
from pathlib import Path

import pytest

from recommender.forgetting import DUE
from recommender.versions import Versions
from shop.event import Event
from shop.folder import Folder
from shop.nightly import Nightly
from shop.settings import Settings, load_settings
from shop.store.store import Store
from ui.retraining import Retraining


class Clock:
    now = datetime(2026, 3, 1, 3)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def settings(folder: Folder) -> Settings:
    return load_settings(data=folder.path, ranking={"train_after": 100})


def retraining(settings: Settings, store: Store) -> Retraining:
    clock = Clock()
    made = Retraining(settings, store, Nightly(time(4), clock))
    clock.now = datetime(2026, 3, 1, 5)
    return made


def visits(store: Store, count: int) -> None:
    done = [
        Event.model_validate({"kind": "click", "time": 10 * n + step, "shopper": f"s{n}", "product": f"p{(n + step) % 7}"})
        for n in range(count // 4)
        for step in range(4)
    ]
    store.events.add(done)


def test_it_is_time_at_night_when_enough_has_happened(settings: Settings, store: Store) -> None:
    assert not retraining(settings, store).due()
    visits(store, 100)
    tonight = retraining(settings, store)
    assert tonight.due()
    assert not tonight.due()  # once a night


def test_what_was_trained_on_before_does_not_count(settings: Settings, store: Store) -> None:
    visits(store, 100)
    store.facts.set("trained", str(store.events.seq()))
    assert not retraining(settings, store).due()


def test_never_is_never(folder: Folder, store: Store) -> None:
    visits(store, 2000)
    assert not Retraining(load_settings(data=folder.path, ranking={"train_at": ""}), store).due()


def test_the_training_leaves_a_ranker_and_says_how_far_it_has_read(settings: Settings, store: Store, folder: Folder) -> None:
    visits(store, 100)
    assert asyncio.run(retraining(settings, store).run())
    assert Versions(folder.models / "ranker").current()
    assert store.facts.get("trained") == "100"
    assert not retraining(settings, store).due()


def test_a_training_that_fails_is_told_in_one_line(
    tmp_path: Path, settings: Settings, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "aisle"):
        assert not asyncio.run(retraining(settings, store).run())
    assert "The ranker was not trained: aisle: There is too little to learn from" in caplog.text
    assert "Traceback" not in caplog.text


def test_somebody_who_is_to_be_forgotten_is_reason_enough(settings: Settings, store: Store, folder: Folder) -> None:
    visits(store, 40)
    assert not retraining(settings, store).due()
    store.facts.set(DUE, "1")
    night = retraining(settings, store)
    assert night.due()
    assert asyncio.run(night.run())
    assert store.facts.get(DUE) == "0"
