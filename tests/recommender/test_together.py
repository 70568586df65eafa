from itertools import count

from recommender.together import Together
from shop.event import Event

CLOCK = count(1)


def basket(who: str, *products: str, kind: str = "add_to_cart") -> list[Event]:
    told = {"kind": kind, "session": who}
    return [Event.model_validate({**told, "product": product, "time": next(CLOCK)}) for product in products]


def shop() -> list[Event]:
    # Ten carts have a phone and a case; everybody takes a bag, with whatever else.
    pairs = [event for n in range(10) for event in basket(f"p{n}", "phone", "case", "bag")]
    mugs = [event for n in range(10) for event in basket(f"m{n}", "mug", "saucer", "bag")]
    return [*pairs, *mugs]


def beside(together: Together, *ids: str) -> list[str]:
    return [item.product_id for item in together.beside(ids, 5)]


def test_what_lies_in_one_cart_goes_together_and_what_lies_in_every_cart_does_not() -> None:
    together = Together.of(shop())
    assert beside(together, "phone")[0] == "case"
    assert beside(together, "mug")[0] == "saucer"
    [reason] = together.beside(["phone"], 1)[0].why
    assert (reason.kind, reason.values) == ("bought_together", {"product": "phone", "count": "10"})


def test_beside_a_cart_nothing_stands_that_is_in_it() -> None:
    found = beside(Together.of(shop()), "phone", "mug")
    assert {"case", "saucer"} <= set(found)
    assert not {"phone", "mug"} & set(found)


def test_one_cart_is_no_habit() -> None:
    assert beside(Together.of(basket("a", "phone", "lamp")), "phone") == []


def test_what_was_taken_out_again_was_not_together_unless_it_was_bought() -> None:
    log = [event for n in range(9) for event in basket(f"o{n}", "mug", "saucer")]
    for n in range(3):
        log += basket(f"s{n}", "phone", "case", "lamp")
        log += basket(f"s{n}", "case", kind="buy")
        log += basket(f"s{n}", "case", "lamp", kind="remove")
    assert beside(Together.of(log), "phone") == ["case"]


def test_a_wholesaler_says_nothing_and_an_empty_log_neither() -> None:
    everything = [event for who in ("a", "b") for event in basket(who, *(f"p{n}" for n in range(60)))]
    assert beside(Together.of(everything), "p1") == []
    assert beside(Together.of([]), "p1") == []
