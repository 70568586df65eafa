from itertools import count

import pytest

from recommender.blend import Blend
from shop.candidate import Candidate, Why
from shop.event import Event
from shop.need import Need
from shop.product import Product, Variant

CLOCK = count(1)


def did(kind: str, product: str, shopper: str = "s") -> Event:
    return Event.model_validate({"kind": kind, "time": next(CLOCK), "shopper": shopper, "session": shopper, "product": product})


def candidate(id_: str, score: float, *why: Why, brand: str | None = None) -> Candidate:
    product = Product(id=id_, title=id_, brand=brand, variants=(Variant(id=id_),))
    return Candidate(product=product, variant=product.variants[0], scores={"search": score}, why=why)


@pytest.fixture
def ranker() -> Blend:
    blend = Blend()
    blend.fit(log())
    return blend


def log() -> list[Event]:
    pairs = [did("buy", id_, f"u{n}") for n in range(9) for id_ in ("phone", "case")]
    return [did("buy", "tent", "a"), *pairs]


def ids(found: list[Candidate]) -> list[str]:
    return [item.product.id for item in found]


def test_what_others_went_on_to_wins_a_near_tie(ranker: Blend) -> None:
    near = [candidate("lamp", 0.50), candidate("case", 0.48)]
    assert ids(ranker.rank(None, [did("view", "phone")], {}, Need(query="x"), near)) == ["case", "lamp"]


def test_a_better_answer_stays_first(ranker: Blend) -> None:
    far = [candidate("lamp", 0.9), candidate("case", 0.3)]
    assert ids(ranker.rank(None, [did("view", "phone")], {}, Need(query="x"), far)) == ["lamp", "case"]


def test_an_order_that_was_asked_for_is_kept(ranker: Blend) -> None:
    near = [candidate("lamp", 0.50), candidate("case", 0.50)]
    assert ids(ranker.rank(None, [did("view", "phone")], {}, Need(query="x", sort="price_asc"), near)) == ["lamp", "case"]


def test_open_wishes_come_after_known_ones(ranker: Blend) -> None:
    open_ = candidate("case", 0.9, Why(kind="not_stated", values={"attribute": "color"}))
    assert ids(ranker.rank(None, [], {}, Need(query="x"), [open_, candidate("lamp", 0.2)])) == ["lamp", "case"]


def test_what_was_dismissed_goes_last(ranker: Blend) -> None:
    both = [candidate("case", 0.9), candidate("lamp", 0.2)]
    assert ids(ranker.rank(None, [did("dismiss", "case")], {}, Need(query="x"), both)) == ["lamp", "case"]


def test_a_stated_taste_counts_and_is_named(ranker: Blend) -> None:
    found = ranker.rank(
        None, [], {"brand": ["Kuma"]}, Need(query="x"), [candidate("a", 0.5), candidate("b", 0.5, brand="Kuma")]
    )
    assert ids(found) == ["b", "a"]
    assert found[0].why[0] == Why(kind="prefers", values={"attribute": "brand", "value": "Kuma"})


def test_recommendations_follow_the_visit_and_say_why(ranker: Blend) -> None:
    best = ranker.recommend(None, [did("view", "phone")], 3)[0]
    assert best.product_id == "case"
    assert {why.kind for why in best.why} == {"bought_after", "popular"}


def test_what_somebody_owns_is_not_recommended_to_them() -> None:
    log = [did("buy", "tent", "a"), did("buy", "lamp", "b")]
    ranker = Blend(past=lambda shopper: [event for event in log if event.shopper == shopper])
    ranker.fit(log)
    assert [item.product_id for item in ranker.recommend("a", [], 10)] == ["lamp"]


def test_what_somebody_did_on_another_visit_counts_as_soon_as_it_is_done() -> None:
    past: list[Event] = []
    personal = Blend(past=lambda shopper: past)
    personal.fit(log())
    near = [candidate("lamp", 0.56), candidate("case", 0.48)]
    assert ids(personal.rank("a", [], {}, Need(query="x"), near)) == ["lamp", "case"]
    past.append(did("view", "phone", "a"))
    assert ids(personal.rank("a", [], {}, Need(query="x"), near)) == ["case", "lamp"]


def test_what_was_refused_on_another_visit_stays_away_until_it_is_wanted_again() -> None:
    log = [did("buy", "lamp", "b"), did("dismiss", "lamp", "a")]
    ranker = Blend(past=lambda shopper: [event for event in log if event.shopper == shopper])
    ranker.fit(log)
    assert ranker.recommend("a", [], 10) == []
    now = did("view", "lamp", "now")
    assert ids(ranker.rank("a", [now], {}, Need(query="x"), [candidate("lamp", 0.5), candidate("x", 0.4)])) == ["lamp", "x"]


def test_what_was_shown_for_nothing_again_and_again_gives_way(ranker: Blend) -> None:
    near = [candidate("lamp", 0.50), candidate("tile", 0.48)]
    shown = [did("shown", "lamp"), did("shown", "lamp")]
    assert ids(ranker.rank(None, shown[:1], {}, Need(query="x"), near)) == ["lamp", "tile"]
    assert ids(ranker.rank(None, shown * 2, {}, Need(query="x"), near)) == ["tile", "lamp"]
    first = ranker.recommend(None, [], 1)[0].product_id
    assert ranker.recommend(None, [did("shown", first)] * 3, 1)[0].product_id != first


def test_a_ranker_that_knows_nothing_keeps_the_order() -> None:
    assert ids(Blend().rank(None, [], {}, Need(), [candidate("a", 0.5), candidate("b", 0.4)])) == ["a", "b"]
    assert Blend().recommend(None, [], 5) == []


class Fortune:
    """A foresight that is certain of one thing."""

    version = "told"

    final = None

    def as_dear(self, history: list[str], ids: list[str]) -> dict[str, float]:
        return {}

    def look(self, history: list[str]) -> "Fortune | None":
        return self if "phone" in history else None

    def scores(self, among: list[str] | None = None, k: int = 100) -> dict[str, float]:
        return {"lamp": 1.0}

    def newcomers(self, k: int) -> list[str]:
        return [f"new{number}" for number in range(1, 9)][:k]

    def because(self, asked: list[str]) -> dict[str, str]:
        return {"lamp": "phone"} if "lamp" in asked else {}


def test_a_trained_model_is_asked_and_its_reason_named(ranker: Blend) -> None:
    ranker._foresight = Fortune  # type: ignore[assignment]
    found = ranker.rank(None, [did("view", "phone")], {}, Need(query="x"), [candidate("case", 0.5), candidate("lamp", 0.45)])
    assert ids(found) == ["lamp", "case"]
    assert found[0].why[0] == Why(kind="because", values={"product": "phone"})


def test_where_the_model_knows_nothing_of_the_history_counting_answers(ranker: Blend) -> None:
    ranker._foresight = Fortune  # type: ignore[assignment]
    best = ranker.recommend(None, [did("view", "tent")], 3)
    assert all(why.kind != "because" for item in best for why in item.why)
    assert best


def test_newcomers_are_those_of_the_model_but_for_what_was_refused_or_shown_for_nothing(ranker: Blend) -> None:
    ranker._foresight = Fortune  # type: ignore[assignment]
    assert ranker.newcomers(None, [did("view", "tent")], 2) == []
    found = ranker.newcomers(None, [did("view", "phone"), did("dismiss", "new1")], 2, exclude=["new2"])
    assert [item.product_id for item in found] == ["new3", "new4"]
    assert found[0].why == (Why(kind="new"),)
