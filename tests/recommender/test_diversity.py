from recommender.diversity import alike, diverse
from shop.candidate import Candidate
from shop.product import Product, Variant


def candidate(id_: str, score: float, *category: str, brand: str | None = None) -> Candidate:
    product = Product(id=id_, title=id_, category=category, brand=brand, variants=(Variant(id=id_),))
    return Candidate(product=product, variant=product.variants[0], scores={"rank": score})


def ids(found: list[Candidate]) -> list[str]:
    return [item.product.id for item in found]


def test_of_goods_that_suit_about_as_well_other_kinds_come_in() -> None:
    mugs = [candidate(f"mug{n}", 1 - n / 100, "Kitchen", "Mugs") for n in range(5)]
    assert ids(diverse([*mugs, candidate("lamp", 0.95, "Light")], 3)) == ["mug0", "lamp", "mug1"]


def test_what_suits_far_better_stays() -> None:
    mugs = [candidate(f"mug{n}", 1 - n / 100, "Kitchen", "Mugs") for n in range(3)]
    assert ids(diverse([*mugs, candidate("lamp", 0.2, "Light")], 3)) == ["mug0", "mug1", "mug2"]


def test_without_scores_or_facts_the_order_stays() -> None:
    plain = [candidate(id_, 0.0) for id_ in "abc"]
    assert ids(diverse(plain, 2)) == ["a", "b"]
    assert diverse([], 3) == []


def test_kind_and_brand_make_goods_alike() -> None:
    one, other = candidate("a", 1, "Mugs", brand="Kuma").product, candidate("b", 1, "Mugs", brand="Kuma").product
    assert alike(one, other) == 1
    assert alike(one, candidate("c", 1, "Lamps").product) == 0
    assert alike(candidate("d", 1).product, candidate("e", 1).product) == 0  # nothing is known of either


def test_kinds_are_mixed_as_their_shopper_mixes_them() -> None:
    goods = [candidate(f"{kind}{n}", 1 - n / 50, kind) for n in range(10) for kind in ("mugs", "lamps", "pens")]
    taken = [candidate(f"t{n}", 1, "lamps" if n % 4 else "mugs").product for n in range(20)]
    kinds = [item.product.category[0] for item in diverse(goods, 8, taken)]
    assert kinds.count("lamps") > kinds.count("mugs") >= kinds.count("pens")
    even = [item.product.category[0] for item in diverse(goods, 9)]
    assert even.count("lamps") == even.count("mugs") == even.count("pens")


def test_one_product_makes_no_mix() -> None:
    goods = [candidate("pen", 1.0, "pens"), candidate("mug", 0.8, "mugs")]
    assert ids(diverse(goods, 2, [candidate("t", 1, "mugs").product])) == ["pen", "mug"]
