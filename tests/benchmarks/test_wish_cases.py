"""The cases are sentences in both languages whose truth holds for something in the shop."""

from benchmarks.wish_cases import wish_cases
from shop.demo.shop import generate


def test_cases_come_from_a_seed_and_something_satisfies_each() -> None:
    products = generate().products
    cases = list(wish_cases(products, 200, seed=3))
    assert [case.text for case in cases] == [case.text for case in wish_cases(products, 200, seed=3)]
    assert [case.text for case in cases] != [case.text for case in wish_cases(products, 200, seed=4)]
    assert {case.language for case in cases} == {"en", "zh"}
    assert sum(case.fresh for case in cases) == 40
    for case in cases[::10]:
        assert 2 <= len(case.wishes) <= 4
        assert any(
            all(wish.breaks(product, variant) is False for wish in case.wishes)
            for product in products
            for variant in product.variants
        )


def test_nearly_every_wish_is_broken_by_something_in_the_shop() -> None:
    # Nothing is cheaper than the cheapest, and a limit may be lower still.
    products = generate().products
    wishes = [wish for case in wish_cases(products, 300, seed=5) for wish in case.wishes]
    broken = [any(wish.breaks(product, each) for product in products for each in product.variants) for wish in wishes]
    assert sum(broken) > 0.97 * len(broken)
