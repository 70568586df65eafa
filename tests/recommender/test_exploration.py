from collections import Counter
from random import Random

import pytest

from recommender.exploration import explored
from shop.candidate import Candidate
from shop.product import Product, Variant


def ordered(count: int) -> list[Candidate]:
    goods = [Product(id=f"p{n:02}", title="x", variants=(Variant(id="v"),)) for n in range(count)]
    return [Candidate(product=item, variant=item.variants[0]) for item in goods]


def test_the_last_place_is_drawn_as_often_as_its_propensity_says() -> None:
    chance, seen, told = Random(1), Counter[str](), dict[str, float]()
    for _ in range(20_000):
        *first, last = explored(ordered(9), 5, 0.2, chance)
        assert [item.product.id for item in first] == ["p00", "p01", "p02", "p03"]
        assert last.propensity is not None
        seen[last.product.id] += 1
        told[last.product.id] = last.propensity
    assert set(seen) == {"p04", "p05", "p06", "p07", "p08"}
    for id_, times in seen.items():
        assert times / 20_000 == pytest.approx(told[id_], abs=0.01)


def test_nothing_is_drawn_where_there_is_nothing_else_or_it_is_switched_off() -> None:
    for found in (explored(ordered(3), 3, 1.0, Random(1)), explored(ordered(9), 3, 0.0, Random(1))):
        assert [(item.product.id, item.propensity) for item in found] == [("p00", None), ("p01", None), ("p02", None)]
    assert explored([], 3, 1.0, Random(1)) == []
    assert explored(ordered(9), 1, 1.0, Random(1))[0].propensity is None  # the best answer is not given away


def test_what_nobody_has_taken_yet_has_the_first_claim_to_the_drawn_place() -> None:
    fresh = [
        item.model_copy(update={"product": item.product.model_copy(update={"id": f"new{n}"})})
        for n, item in enumerate(ordered(2))
    ]
    last = explored(ordered(9), 5, 1.0, Random(1), lambda: fresh)[-1]
    assert last.product.id in {"new0", "new1"}
    assert last.propensity == 0.5
    asked = Counter[str]()
    explored(ordered(9), 5, 1e-9, Random(1), lambda: asked.update(["asked"]) or [])  # type: ignore[func-returns-value]
    assert not asked  # nobody is looked for where nothing is drawn
