import pytest

from retrieval.search import Searcher
from retrieval.spelling import Spelling
from shop.need import Need

SPELLING = Spelling({"headphone": 9, "wireless": 4, "keyboard": 3, "boot": 2, "instax": 1, "tg1032s": 1})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hedphones", "headphone"),
        ("headfones", "headphone"),
        ("wireles", "wireless"),
        ("Keybord", "keyboard"),
        ("headphones", None),
        ("umbrella", None),  # a word of the lexicon, whether or not the shop sells it
        ("qwerty", None),
        ("tg1033s", None),  # a number is what it is
        ("bot", None),
        ("耳机", None),
    ],
)
def test_a_word_is_mended_only_when_it_is_nearly_one_of_the_shops(typed: str, meant: str | None) -> None:
    assert SPELLING.mended(typed) == meant


def test_a_misspelt_question_finds_what_was_meant(searcher: Searcher) -> None:
    found = searcher.search(Need(query="hikking bots"), k=1)
    assert found.candidates[0].product.id == "boot-1"
    assert searcher.mended("hikking") == "hiking"
