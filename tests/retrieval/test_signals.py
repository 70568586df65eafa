"""What a shop knows of its goods orders what is about equally relevant, and decides nothing else."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from retrieval.index import Index
from retrieval.search import Searcher
from retrieval.signals import MOST, Signals
from shop.errors import SettingsError
from shop.folder import Folder
from shop.money import Money
from shop.need import Need
from shop.product import Product, Variant
from shop.settings import Search, load_settings
from shop.store.store import Store

OPEN = {"stock": 0.0, "rating": 0.0, "freshness": 0.0, "margin": 0.0}
Shop = Callable[..., Searcher]


@pytest.fixture
def shop(folder: Folder, store: Store) -> Iterator[Shop]:
    """A shop of lamps that differ in nothing but what is given; the signals are off but those that are named."""
    with ExitStack() as held:

        def opened(*goods: dict[str, Any], **weights: float) -> Searcher:
            store.catalogue.upsert(lamp(f"{place}", **given) for place, given in enumerate(goods))
            index = Index.open(folder, store, load_settings(data=folder.path, search={**OPEN, **weights}))
            held.callback(index.close)
            index.build()
            return index.searcher

        yield opened


def lamp(
    id_: str, *, stock: int | None = None, cost: int | None = None, title: str = "Brass Desk Lamp", **given: Any
) -> Product:
    bought = usd(cost) if cost is not None else None
    return Product(id=id_, title=title, variants=(Variant(id=id_, stock=stock, price=usd(100), cost=bought),), **given)


def usd(amount: int) -> Money:
    return Money.parse(amount, "USD")


def order(searcher: Searcher, query: str = "brass desk lamp") -> list[str]:
    return [candidate.product.id for candidate in searcher.search(Need(query=query)).candidates]


def days_ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def test_what_is_in_stock_comes_before_unknown_and_unknown_before_sold_out(shop: Shop) -> None:
    assert order(shop({"stock": 0}, {}, {"stock": 3}, stock=0.01)) == ["2", "1", "0"]


def test_many_good_ratings_come_before_one_that_is_better(shop: Shop) -> None:
    goods = ({"rating": 2.0, "reviews": 50}, {"rating": 5.0, "reviews": 1}, {"rating": 4.8, "reviews": 200})
    assert order(shop(*goods, rating=0.01)) == ["2", "1", "0"]


def test_what_came_in_lately_comes_first_where_most_goods_have_no_date(shop: Shop) -> None:
    assert order(shop({}, {}, {"created": days_ago(900)}, {"created": days_ago(2)}, freshness=0.01))[0] == "3"


def test_what_earns_more_comes_first_and_a_loss_counts_like_an_unknown_cost(shop: Shop) -> None:
    assert order(shop({"cost": 120}, {}, {"cost": 80}, {"cost": 30}, margin=0.01)) == ["3", "2", "0", "1"]


def test_the_margin_orders_nothing_unless_it_is_switched_on() -> None:
    assert Signals.of(Search()).margin == 0


def test_another_cost_is_followed_without_building_anything_again(shop: Shop, store: Store) -> None:
    searcher = shop({"cost": 80}, {"cost": 30}, margin=0.01)
    assert order(searcher) == ["1", "0"]
    held = searcher._snapshot().segments[0].columns
    patched = held.patched([0], [lamp("0", cost=10)])
    assert patched.margin.tolist() == pytest.approx([0.9, 0.7])
    assert held.margin.tolist() == pytest.approx([0.2, 0.7])


@pytest.mark.parametrize("given", [{"stock": 3}, {"rating": 5.0, "reviews": 90}, {"created": days_ago(1)}, {"cost": 10}])
def test_a_signal_that_is_off_orders_nothing(shop: Shop, given: dict[str, Any]) -> None:
    assert order(shop({}, given)) == ["0", "1"]


def test_all_signals_together_do_not_lift_what_holds_a_word_less(shop: Shop) -> None:
    best = {"stock": 9, "rating": 5.0, "reviews": 900, "created": days_ago(0), "cost": 1, "title": "Desk Lamp"}
    worst = {"stock": 0, "rating": 1.0, "reviews": 900, "cost": 99}
    assert order(shop(best, worst, stock=0.03, rating=0.03, freshness=0.03, margin=0.03)) == ["1", "0"]


def test_whatever_is_set_the_signals_keep_their_bound() -> None:
    signals = Signals.of(Search(stock=0.03, rating=0.03, freshness=0.03, margin=0.03))
    assert signals.most == pytest.approx(MOST)
    assert signals.stock == signals.rating == signals.freshness == signals.margin
    assert Signals.of(Search(stock=0, rating=0, freshness=0)).most == 0


def test_a_signal_never_changes_what_is_found(shop: Shop) -> None:
    goods = ({"stock": 0}, {"stock": 5, "rating": 4.9, "reviews": 90}, {"title": "Garden Hose", "stock": 5})
    assert set(order(shop(*goods, stock=0.03, rating=0.03))) == set(order(shop(*goods))) == {"0", "1"}


def test_a_weight_beyond_the_bound_is_refused_in_words() -> None:
    with pytest.raises(SettingsError, match="AISLE_SEARCH__STOCK"):
        load_settings(search={"stock": 0.5})
