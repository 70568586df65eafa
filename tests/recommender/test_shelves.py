from recommender.shelves import Shelves
from shop.event import Event

DAY = 24 * 3600 * 1000
NOW = 100 * DAY


def did(kind: str, product: str, who: str, days_ago: float = 0) -> Event:
    return Event.model_validate({"kind": kind, "product": product, "shopper": who, "time": int(NOW - days_ago * DAY)})


def test_best_sellers_are_what_most_shoppers_buy_lately() -> None:
    log = [
        *(did("buy", "mug", f"u{n}") for n in range(5)),
        *(did("buy", "lamp", "one of them") for _ in range(50)),  # who buys fifty is one shopper
        *(did("buy", "calendar", f"u{n}", 90) for n in range(8)),
    ]
    best = Shelves.of(log).best
    assert [item.product_id for item in best] == ["mug", "calendar", "lamp"]
    assert [why.values for why in best[0].why] == [{"count": "5"}]
    assert best[2].why == ()  # one buyer is not worth naming


def test_rising_is_what_more_shoppers_want_this_week_than_before() -> None:
    usual = [did("view", "mug", f"u{n}", week * 7 + 1) for week in range(5) for n in range(20)]
    rising = [did("view", "fan", f"u{n}", week * 7 + 1) for week in range(5) for n in range(30 if week == 0 else 3)]
    found = Shelves.of([*usual, *rising]).rising
    assert [item.product_id for item in found] == ["fan"]
    assert found[0].why[0].values == {"count": "30"}


def test_two_after_none_are_no_rise_and_a_first_week_has_nothing_to_compare_with() -> None:
    before = [did("view", "mug", f"u{n}", week * 7 + 1) for week in range(5) for n in range(20)]
    assert Shelves.of([*before, did("view", "fan", "a"), did("view", "fan", "b")]).rising == []
    assert Shelves.of([did("view", "fan", f"u{n}") for n in range(50)]).rising == []
    assert Shelves.of([]) == Shelves([], [])
