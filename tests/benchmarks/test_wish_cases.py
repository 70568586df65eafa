"""The cases are sentences in both languages whose truth holds for something in the shop."""

from benchmarks.wish_cases import wish_cases
from shop.demo.shop import generate


def test_cases_come_from_a_seed_and_something_satisfies_each() -> None:
    products = generate().products
    cases = list(wish_cases(products, 200, seed=3))
    assert [case.text for case in cases] == [case.text for case in wish_cases(products, 200, seed=3)]
    assert [case.text for case in cases] != [case.text for case in wish_cases(products, 200, seed=4)]
    assert {case.language for case in cases} == {"en", "zh"}
    assert sum(case.held_out for case in cases) == 40
    for case in cases[::10]:
        assert 2 <= len(case.wishes) <= 4
        assert any(
            all(wish.breaks(product, variant) is False for wish in case.wishes)
            for product in products
            for variant in product.variants
        )


def test_a_wish_is_broken_by_what_it_excludes() -> None:
    products = generate().products
    for case in wish_cases(products, 300, seed=5):
        for wish in case.wishes:
            broken = [wish.breaks(product, variant) for product in products for variant in product.variants]
            assert any(each is not False for each in broken), (case.text, wish.kind)
