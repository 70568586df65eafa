import numpy as np
import pytest

from recommender.counts import Counts
from recommender.forgetting import DUE, forget
from recommender.learned import Learned
from recommender.learning import Plan, learn_shop
from recommender.shop_log import ShopLog
from recommender.versions import Versions
from shop.errors import UserError
from shop.event import Event
from shop.folder import Folder
from shop.product import Product, Variant
from shop.store.store import Store


@pytest.fixture
def versions(folder: Folder, store: Store) -> Versions:
    store.catalogue.upsert([Product(id=f"p{n}", title=f"Cup {n}", variants=(Variant(id="v"),)) for n in range(12)])
    store.events.add(
        Event(kind="click", time=100 * step + shopper, product=f"p{(shopper + step) % 12}", shopper=f"s{shopper}")
        for shopper in range(30)
        for step in range(5)
    )
    kept = Versions(folder.models / "ranker")
    for _ in range(2):
        kept.keep(learn_shop(ShopLog.of(store), Plan()))
    return kept


def tables(learned: Learned | None) -> dict[str, np.ndarray]:
    assert learned
    return {family.name: family.table.toarray() for family in learned.families}  # type: ignore[attr-defined]


def test_the_tables_are_as_if_the_shopper_had_never_been_there(store: Store, versions: Versions) -> None:
    before = tables(versions.load())
    assert forget(store, versions, "s7") == 5
    after, counts, log = tables(versions.load()), versions.counts(), ShopLog.of(store)
    assert "s7" not in log.interactions.users
    never = Counts.of(log.interactions)
    assert counts
    for name in ("near", "far", "together"):
        assert np.abs((getattr(counts, name) - getattr(never, name)).toarray()).max() < 1e-9
    trained = tables(learn_shop(log, Plan()))
    for name, table in after.items():
        assert np.abs(table - trained[name]).max() < 1e-5
        assert np.abs(table - before[name]).max() > 1e-4


def test_no_model_that_knows_the_shopper_is_left_and_the_rest_is_trained_in_the_night(store: Store, versions: Versions) -> None:
    assert len(versions.names()) == 2
    forget(store, versions, "s7")
    assert versions.names() == [versions.current()]
    assert store.facts.get(DUE) == "1"


def test_what_was_done_since_the_training_was_never_counted(store: Store, versions: Versions) -> None:
    store.events.add([Event(kind="click", time=10**6, product="p1", shopper="s7")])
    assert forget(store, versions, "s7") == 6
    counts = versions.counts()
    assert counts
    assert counts.seen.sum() == 29 * 5


def test_two_are_forgotten_one_after_the_other(store: Store, versions: Versions) -> None:
    for shopper in ("s1", "s2"):
        forget(store, versions, shopper)
    counts = versions.counts()
    assert counts
    assert counts.seen.sum() == 28 * 5


def test_of_somebody_who_did_nothing_there_is_nothing_to_forget(store: Store, versions: Versions) -> None:
    names = versions.names()
    assert forget(store, versions, "nobody") == 0
    assert versions.names() == names
    assert store.facts.get(DUE) is None


def test_without_a_ranker_the_log_forgets_all_the_same(store: Store, folder: Folder) -> None:
    store.events.add([Event(kind="view", time=1, product="p", shopper="s")])
    assert forget(store, Versions(folder.models / "ranker"), "s") == 1
    assert store.events.count() == 0


def test_damaged_counts_are_told_and_nothing_is_removed(store: Store, versions: Versions, folder: Folder) -> None:
    (folder.models / "ranker" / (versions.current() or "") / "counts.npz").write_bytes(b"nothing")
    with pytest.raises(UserError, match="Train again"):
        forget(store, versions, "s7")
    assert len(store.events.for_shopper("s7")) == 5


def test_a_model_that_keeps_no_counts_is_told_and_nothing_is_removed(store: Store, versions: Versions, folder: Folder) -> None:
    (folder.models / "ranker" / (versions.current() or "") / "counts.npz").unlink()
    with pytest.raises(UserError, match="keeps no counts"):
        forget(store, versions, "s7")
    assert len(store.events.for_shopper("s7")) == 5


def test_a_model_that_cannot_be_stored_leaves_the_rest_to_the_night(
    store: Store, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(learned: Learned) -> str:
        raise UserError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(versions, "keep_only", full)
        with pytest.raises(UserError, match="no room"):
            forget(store, versions, "s7")
    assert store.facts.get(DUE) == "1"
    assert forget(store, versions, "s7") == 0  # and is not subtracted again
    counts = versions.counts()
    assert counts
    assert counts.seen.sum() == 30 * 5
