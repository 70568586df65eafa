import pytest

from retrieval.search import Searcher
from shop.need import Need


@pytest.mark.parametrize(
    ("query", "words", "field"),
    [("canvas boots", "canvas, boots", "title"), ("徒步靴", "徒步靴", "title"), ("canvs boots", "canvas, boots", "title")],
)
def test_a_hit_says_which_words_stand_where(searcher: Searcher, query: str, words: str, field: str) -> None:
    best = searcher.search(Need(query=query), k=1).candidates[0]
    assert [why.values for why in best.why if why.kind == "matches"] == [{"words": words, "field": field}]


def test_what_was_meant_is_told_beside_what_was_typed(searcher: Searcher) -> None:
    assert searcher.search(Need(query="canvs boots")).corrected == "canvas boots"
    assert searcher.search(Need(query="canvas boots")).corrected is None


def test_a_hit_without_any_words_asked_for_has_no_words_to_name(searcher: Searcher) -> None:
    assert not [why for item in searcher.search(Need()).candidates for why in item.why if why.kind == "matches"]
