from collections import Counter, defaultdict
from itertools import pairwise

from shop.demo.shop import DemoShop
from shop.demo.simulator import DAYS, tastes
from shop.demo.tables import table


def test_events_refer_to_real_shoppers_products_and_variants(demo: DemoShop) -> None:
    products = {product.id: product for product in demo.products}
    shoppers = {shopper.id for shopper in demo.shoppers}
    for event in demo.events:
        assert event.shopper in shoppers
        assert (event.product in products) == (event.kind != "search")
        if event.variant:
            assert products[event.product or ""].variant(event.variant)


def test_events_come_in_time_order_and_after_their_product(demo: DemoShop) -> None:
    created = {product.id: product.created.timestamp() * 1000 for product in demo.products if product.created}
    times = [event.time for event in demo.events]
    assert times == sorted(times)
    assert (times[-1] - times[0]) / 86_400_000 <= DAYS + 8
    assert all(event.time > created[event.product] for event in demo.events if event.product)


def test_what_is_bought_was_put_into_the_cart_first(demo: DemoShop) -> None:
    carts: dict[str | None, set[str | None]] = defaultdict(set)
    for event in demo.events:
        if event.kind == "add_to_cart":
            carts[event.session].add(event.variant)
        elif event.kind == "buy":
            assert event.variant in carts[event.session]


def test_the_tastes_of_a_seed_are_told(demo: DemoShop) -> None:
    told = tastes(demo.seed)
    assert set(told) == {shopper.id for shopper in demo.shoppers}
    assert told == tastes(demo.seed)
    assert told != tastes(demo.seed + 1)
    assert all(abs(sum(taste.lines.values()) - 1) < 1e-9 for taste in told.values())


def test_shoppers_buy_more_of_the_brands_they_like(demo: DemoShop) -> None:
    told = tastes(demo.seed)
    brands = {product.id: product.brand for product in demo.products}

    def share(kind: str) -> float:
        hits = [brands[event.product] in told[event.shopper].brands for event in demo.events if event.kind == kind]  # type: ignore[index]
        return sum(hits) / len(hits)

    chance = sum(brand in taste.brands for taste in told.values() for brand in brands.values()) / (len(told) * len(brands))
    assert share("view") > 1.5 * chance
    assert share("buy") > share("view")


def test_shoppers_stay_with_their_lines(demo: DemoShop) -> None:
    told = tastes(demo.seed)
    views = [event for event in demo.events if event.kind == "view" and event.product and event.shopper]
    home = sum(event.product[:-4] in told[event.shopper].lines for event in views)  # type: ignore[index]
    assert home / len(views) > 0.6


def test_complements_follow_purchases(demo: DemoShop) -> None:
    complements = table("complements")
    sessions: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)  # shopper -> (session, line, bought)
    for event in demo.events:
        if event.kind == "view" and event.shopper and event.product:
            walk = sessions[event.shopper]
            if not walk or walk[-1][0] != event.session:
                walk.append((event.session or "", event.product[:-4], False))
        elif event.kind == "buy" and event.shopper and sessions[event.shopper]:
            session, line, _ = sessions[event.shopper][-1]
            sessions[event.shopper][-1] = (session, line, True)
    after = Counter(
        (bought, following in complements[line])
        for walk in sessions.values()
        for (_, line, bought), (_, following, _) in pairwise(walk)
        if line in complements
    )
    followed = after[True, True] / (after[True, True] + after[True, False])
    by_chance = after[False, True] / (after[False, True] + after[False, False])
    assert followed > 2 * by_chance
