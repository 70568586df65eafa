import pytest

from retrieval.routes import RouteLog
from shop.store.store import Store


def test_counts_are_written_down_now_and_then(store: Store) -> None:
    now = [0.0]
    log = RouteLog(store.facts, clock=lambda: now[0])
    log.write({"chroma": 1})
    assert store.facts.get("routes") is None
    now[0] = 31.0
    log.write({"chroma": 2})
    assert RouteLog(store.facts).total({}) == {"chroma": 2}
    log.write({"chroma": 3})
    assert RouteLog(store.facts).total({}) == {"chroma": 2}


def test_counts_of_earlier_processes_are_added_once(store: Store) -> None:
    RouteLog(store.facts).write({"exact": 2}, at_once=True)
    second = RouteLog(store.facts)
    second.write({"exact": 1, "chroma": 1}, at_once=True)
    second.write({"exact": 1, "chroma": 2}, at_once=True)
    assert RouteLog(store.facts).total({"exact": 1}) == {"exact": 4, "chroma": 2}


@pytest.mark.parametrize("text", ["{", "[1]", '{"exact": "many"}'])
def test_counts_that_cannot_be_read_begin_again(store: Store, text: str) -> None:
    store.facts.set("routes", text)
    assert RouteLog(store.facts).total({"exact": 1}) == {"exact": 1}
