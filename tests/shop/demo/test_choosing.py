from datetime import UTC, datetime
from statistics import mean

import pytest

from shop.demo.choosing import Choosers
from shop.demo.day import DEFAULT_DAY


@pytest.fixture(scope="module")
def choosers() -> Choosers:
    return Choosers(7, DEFAULT_DAY)


def test_the_same_seed_asks_and_chooses_the_same(choosers: Choosers) -> None:
    asked, again = (list(those.askings(30)) for those in (choosers, Choosers(7, DEFAULT_DAY)))
    assert asked == again
    shown = sorted(choosers._made)[:8]
    assert [list(choosers.choices(one, shown)) for one in asked] == [list(choosers.choices(one, shown)) for one in again]
    assert asked != list(choosers.askings(30, "others"))


def test_they_ask_in_their_language_in_the_two_days_before_today(choosers: Choosers) -> None:
    asked = list(choosers.askings(200))
    today = datetime.combine(DEFAULT_DAY, datetime.min.time(), UTC).timestamp() * 1000
    times = [one.time for one in asked]
    assert times == sorted(times)
    assert today - 2 * 24 * 3600 * 1000 <= times[0] < times[-1] < today
    assert all(one.text.isascii() == (one.shopper.language == "en") for one in asked if "t恤" not in one.text)


def test_what_pleases_more_is_chosen_more_and_so_is_what_stands_first(choosers: Choosers) -> None:
    asked = list(choosers.askings(400))
    ids = sorted(choosers._made)[::120][:8]
    chosen = {(one.session, id_) for one in asked for id_, kind in choosers.choices(one, ids) if kind == "click"}
    pleasure = {(one.session, id_): choosers.pleasure(one, id_) for one in asked for id_ in ids}
    assert mean(pleasure[pair] for pair in chosen) > mean(value for pair, value in pleasure.items() if pair not in chosen) + 0.5
    behind = {(one.session, id_) for one in asked for id_, kind in choosers.choices(one, ids[::-1]) if kind == "click"}
    first = sum(id_ == ids[0] for _, id_ in chosen)
    assert first > sum(id_ == ids[0] for _, id_ in behind)
