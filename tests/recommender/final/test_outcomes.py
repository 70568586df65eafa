from recommender.final.features import NAMES
from recommender.final.outcomes import LAST_PLACE, Outcomes
from shop.event import Event

from .conftest import did, shown


def test_what_is_done_belongs_to_the_product_and_counts_for_all_that_comes_before_it() -> None:
    log = [shown(1, 0, "a"), shown(1, 1, "b"), shown(1, 2, "c"), did("click", 1, "a"), did("add_to_cart", 1, "b")]
    assert Outcomes.of([*log, did("buy", 1, "c")]).done.tolist() == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]


def test_the_latest_list_that_showed_it_has_the_choice() -> None:
    again = shown(2, 0, "a").model_copy(update={"session": "s1"})
    found = Outcomes.of([shown(1, 0, "a"), again, did("click", 2, "a", session="s1")])
    assert found.done[:, 0].tolist() == [0, 1]


def test_an_order_without_a_session_belongs_to_what_its_shopper_was_shown() -> None:
    log = [shown(1, 0, "a").model_copy(update={"shopper": "ann"}), Event(kind="buy", time=5000, shopper="ann", product="a")]
    assert Outcomes.of(log).done[0].tolist() == [1, 1, 1]


def test_a_choice_days_later_or_by_somebody_else_is_another_one() -> None:
    late = did("click", 1, "a", after=25 * 3600 * 1000)
    assert not Outcomes.of([shown(1, 0, "a"), did("click", 2, "a"), late]).done.any()


def test_lists_without_features_or_consent_are_left_out() -> None:
    bare = shown(1, 0, "a").model_copy(update={"features": None})
    secret = shown(2, 0, "a").model_copy(update={"consent": False})
    assert len(Outcomes.of([bare, secret, shown(3, 0, "a")])) == 1


def test_lists_that_answered_no_words_are_left_out() -> None:
    assert len(Outcomes.of([shown(1, 0, "a", asked=0.0), shown(2, 0, "a")])) == 1


def test_a_machine_that_sees_thousands_is_left_out() -> None:
    machine = [shown(1, 0, f"p{number}") for number in range(2001)]
    assert len(Outcomes.of([*machine, shown(2, 0, "a")])) == 1


def test_lists_are_counted_in_the_order_of_time_and_can_be_parted() -> None:
    found = Outcomes.of(shown(number, place, f"p{place}") for number in range(10) for place in range(3))
    assert found.count == 10
    assert found.between(0.2, 0.5).lists.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert found.without(0.2, 0.5).count == 7


def test_what_is_not_finite_or_unknown_is_nothing_and_far_places_are_one() -> None:
    odd = shown(1, 500, "a", next=float("nan"), search=float("inf"), unheard_of=1.0)
    found = Outcomes.of([odd])
    assert found.features[0].tolist() == [float(name == "asked") for name in NAMES]
    assert found.places.tolist() == [LAST_PLACE]


def test_an_empty_log_has_no_lists() -> None:
    assert (Outcomes.of([]).count, len(Outcomes.of([]))) == (0, 0)
