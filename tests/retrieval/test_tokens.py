import pytest

from retrieval.tokens import key, tokenize, units


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("boots", "Boot"),
        ("KX-TG1032S", "kxtg1032s"),
        ("120 GB", "120gb"),
        ('65" TV', "65 inch tv"),
        ("顯示器", "显示器"),
        ("men's shoes", "men shoe"),
        ("mice", "mouse"),
        ("kitchen knives", "knife"),
        ("ＡＢＣ１２", "abc12"),
    ],
)
def test_two_spellings_of_one_thing_share_a_token(one: str, other: str) -> None:
    assert set(tokenize(one)) & set(tokenize(other))


def test_chinese_gives_characters_and_pairs() -> None:
    assert tokenize("红色连衣裙") == ["红", "色", "连", "衣", "裙", "红色", "色连", "连衣", "衣裙"]


def test_a_unit_knows_where_it_stands_in_the_original() -> None:
    text = "Ｂｌａｃｋ shoes 黑色"
    assert [text[unit.start : unit.end] for unit in units(text)] == ["Ｂｌａｃｋ", "shoes", "黑", "色"]


def test_names_meet_whatever_stands_between_their_words() -> None:
    assert key("Home-Kitchens") == key("home kitchen")


@pytest.mark.parametrize(
    "text", ["", "\x00", "🎁🎁", "  ", "---", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace")]
)
def test_nothing_to_read_gives_no_token(text: str) -> None:
    assert not [token for token in tokenize(text) if token.isascii() and token.isalnum()]
