import pytest

from retrieval.popular_queries import popular, unanswered
from shop.event import Event

DAY = 24 * 60 * 60 * 1000
NOW = 1000 * DAY


def searches(query: str, sessions: int, days_ago: float = 0, found: float = 5, name: str = "") -> list[Event]:
    time = NOW - int(days_ago * DAY)
    return [Event(kind="search", time=time, session=f"{name or query}-{n}", query=query, value=found) for n in range(sessions)]


def test_what_many_searched_for_comes_first_and_fades() -> None:
    events = searches("boots", 8, days_ago=60) + searches("Tea ", 3) + searches("tea", 1, name="other")
    found = popular(events, NOW)
    assert [query.text for query in found] == ["tea", "boots"]
    assert found[1].popularity == pytest.approx(8 / 4)


def test_what_is_searched_for_more_than_usual_is_trending() -> None:
    steady = [event for day in range(120) for event in searches("boots", 2, days_ago=day, name=f"s{day}")]
    found = {query.text: query for query in popular(steady + searches("umbrella", 5), NOW)}
    assert found["umbrella"].trending
    assert not found["boots"].trending


def test_nobody_makes_a_query_popular_alone() -> None:
    once = [Event(kind="search", time=NOW, session="s", query="buy my book", value=1) for _ in range(50)]
    unknown = [Event(kind="search", time=NOW, query="buy my book", value=1) for _ in range(50)]
    assert popular(once + unknown + searches("two", 2), NOW) == []


@pytest.mark.parametrize(
    "query", ["+49 170 1234567", "4111 1111 1111 1111", "me@example.com", "https://example.com", "x" * 61, "", "13800138000"]
)
def test_what_looks_private_is_never_suggested(query: str) -> None:
    assert popular(searches(query, 9, name="p"), NOW) == []


def test_what_found_nothing_is_no_suggestion_but_is_reported() -> None:
    events = searches("gnome", 4, days_ago=2, found=0) + searches("gnome", 1, found=0, name="late") + searches("tea", 3)
    assert [query.text for query in popular(events, NOW)] == ["tea"]
    (report,) = unanswered(events)
    assert (report.text, report.count, report.last) == ("gnome", 5, NOW)
