import pytest

from retrieval.suggestions import Entry, Suggestions

ENTRIES = [
    Entry("Hiking boots", "category", 5),
    Entry("Hiking socks", "category", 3),
    Entry("Boot polish", "product", 1, "Care"),
    Entry("Boston", "brand", 4),
    Entry("wireless headphones", "phrase", 6),
    Entry("Head torch", "product", 2),
    Entry("蓝牙耳机", "category", 4),
    Entry("女士连衣裙", "category", 3),
    Entry("绿茶", "category", 2),
    Entry("iPhone 手机壳", "category", 1),
]
SUGGESTIONS = Suggestions(ENTRIES)


def completed(typed: str, k: int = 8) -> list[str]:
    return [item.entry.text for item in SUGGESTIONS.complete(typed, k)]


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("hik", ["Hiking boots", "Hiking socks"]),
        ("HIKING S", ["Hiking socks"]),
        ("boo", ["Hiking boots", "Boot polish"]),
        ("head", ["wireless headphones", "Head torch"]),
        ("boots hik", ["Hiking boots"]),
        ("蓝", ["蓝牙耳机"]),
        ("耳机", ["蓝牙耳机"]),
        ("藍牙", ["蓝牙耳机"]),
        ("ｂｏｓｔ", ["Boston"]),
        ("lanya", ["蓝牙耳机"]),
        ("erji", ["蓝牙耳机"]),
        ("lyej", ["蓝牙耳机"]),
        ("nv", ["女士连衣裙"]),
        ("lvcha", ["绿茶"]),
        ("shoujike", ["iPhone 手机壳"]),
    ],
)
def test_what_begins_so_is_suggested_the_weightiest_first(typed: str, texts: list[str]) -> None:
    assert completed(typed) == texts


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("hikng b", "Hiking boots"),
        ("hikin boots", "Hiking boots"),
        ("wirless head", "wireless headphones"),
        ("headhpo", "wireless headphones"),
    ],
)
def test_a_slip_is_forgiven(typed: str, text: str) -> None:
    assert completed(typed)[0] == text


def test_a_slip_in_a_short_word_is_another_word() -> None:
    assert completed("bxo") == []


@pytest.mark.parametrize("typed", ["zzzz", "'\"; drop", "水" * 500, "a" * 5000, "🥾", "\x00"])
def test_what_begins_nothing_suggests_nothing(typed: str) -> None:
    assert completed(typed) == []


def test_nothing_typed_gives_the_weightiest() -> None:
    assert completed("", 2) == ["wireless headphones", "Hiking boots"]


def test_what_was_typed_is_marked_in_the_text() -> None:
    assert SUGGESTIONS.complete("boots hik")[0].matched == ((0, 3), (7, 11))
    assert SUGGESTIONS.complete("耳机")[0].matched == ((2, 4),)


def test_one_text_is_suggested_once_as_what_weighs_most() -> None:
    found = Suggestions([Entry("Tea", "product", 1), Entry("tea", "query", 2)]).complete("te")
    assert [(item.entry.text, item.entry.kind) for item in found] == [("tea", "query")]
