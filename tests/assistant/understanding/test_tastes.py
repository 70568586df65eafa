import pytest

from assistant.understanding.tastes import Tastes, tastes_in


@pytest.mark.parametrize(
    ("text", "liked"),
    [
        ("I love linen", ["linen"]),
        ("I really like bright colours and stripes", ["bright", "stripes"]),
        ("I'm into minimalist jewellery", ["minimalist", "jewellery"]),
        ("我喜欢红色", ["红色"]),
        ("我最喜欢亚麻和棉的", ["亚麻", "棉"]),
        ("I love green, not so sporty", ["green"]),
        ("I prefer leather or suede, under 100", ["leather", "suede"]),
        ("I like linen and cotton, show me dresses", ["linen", "cotton"]),
        ("I'd like a red dress", []),
        ("I would like it in blue", []),
        ("I like the second one", []),
        ("I like it", []),
        ("I love you", []),
        ("我喜欢第二个", []),
    ],
)
def test_what_is_liked(text: str, liked: list[str]) -> None:
    assert list(tastes_in(text)[0].liked) == liked


@pytest.mark.parametrize(
    ("text", "disliked"),
    [
        ("not so sporty", ["sporty"]),
        ("nothing too flashy please", ["flashy"]),
        ("they look too formal", ["formal"]),
        ("it isn't too heavy", ["heavy"]),
        ("do you have less formal ones?", ["formal"]),
        ("不要太正式", ["正式"]),
        ("别太花哨的", ["花哨"]),
        ("太运动了", ["运动"]),
        ("it's too expensive", []),
        ("less than 50 dollars", []),
        ("for less please", []),
        ("not so sure", []),
        ("not that one", []),
        ("太贵了", []),
        ("不太喜欢", []),
        ("不要太大的", []),
    ],
)
def test_what_is_not_liked(text: str, disliked: list[str]) -> None:
    assert list(tastes_in(text)[0].disliked) == disliked


def test_what_is_not_liked_is_no_word_to_search_for() -> None:
    ((start, end),) = tastes_in("shirts, not so sporty, under 50")[1]
    assert "shirts, not so sporty, under 50"[start:end] == "not so sporty"


def test_who_changes_their_mind_has_said_the_latest() -> None:
    before = Tastes(liked=("linen", "red"), disliked=("formal",))
    now = before.and_then(Tastes(liked=("formal",), disliked=("red",)))
    assert now == Tastes(liked=("linen", "formal"), disliked=("red",))
    assert before.and_then(Tastes()) == before


def test_only_the_latest_are_remembered() -> None:
    tastes = Tastes()
    for number in range(40):
        tastes = tastes.and_then(Tastes(liked=(f"w{number}",)))
    assert len(tastes.liked) == 12
    assert tastes.liked[-1] == "w39"
