"""What PostgreSQL does otherwise than SQLite. AISLE_TEST_POSTGRES names an empty database: postgresql+psycopg://…"""

import os
import threading
from collections.abc import Iterator

import pytest

from shop.event import Event
from shop.folder import Folder
from shop.product import Product, Variant
from shop.store.store import Store

URL = os.environ.get("AISLE_TEST_POSTGRES")

pytestmark = pytest.mark.skipif(not URL, reason="AISLE_TEST_POSTGRES names no database")


def tent(number: int) -> Product:
    return Product(id=f"tent-{number}", title="Tent", variants=(Variant(id=f"t-{number}"),))


@pytest.fixture
def shops(folder: Folder) -> Iterator[tuple[Store, Store]]:
    """The same shop opened twice, as by two processes."""
    one, two = Store.open(folder, URL), Store.open(folder, URL)
    one.catalogue.delete(one.catalogue.ids())
    yield one, two
    one.close()
    two.close()


def test_whoever_follows_the_feed_misses_no_change_of_several_writers(shops: tuple[Store, Store]) -> None:
    one, two = shops
    start = one.catalogue.seq()
    writers = [
        threading.Thread(target=lambda store=store, first=first: [store.catalogue.upsert([tent(first + n)]) for n in range(60)])
        for first, store in ((0, one), (1000, two), (2000, one), (3000, two))
    ]
    for writer in writers:
        writer.start()
    seen: list[str] = []
    seq = start
    while any(writer.is_alive() for writer in writers) or one.catalogue.seq() > seq:
        for change in one.catalogue.changes_since(seq):
            seen.append(change.product_id)
            seq = change.seq
    assert len(seen) == len(set(seen)) == 240
    assert sorted(seen) == one.catalogue.ids()


def test_a_waiting_writer_goes_on_after_one_that_failed(shops: tuple[Store, Store]) -> None:
    one, two = shops
    with pytest.raises(ZeroDivisionError), one._database.write(in_turn=True):
        raise ZeroDivisionError
    assert two.catalogue.upsert([tent(1)]) == 1


def test_events_that_are_there_already_are_not_counted_as_new(shops: tuple[Store, Store]) -> None:
    one, _ = shops
    mark = one.events.seq()

    def clicks(first: int, last: int) -> list[Event]:
        keys = (f"{mark}-{n}" for n in range(first, last))
        return [Event(kind="click", time=n, session="s", product="p", idempotency_key=key) for n, key in enumerate(keys)]

    assert [one.events.add(clicks(*span)) for span in ((0, 6000), (5900, 6100), (0, 6100))] == [6000, 100, 0]
