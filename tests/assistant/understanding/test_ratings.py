import pytest

from assistant.understanding.ratings import stars_in


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("at least 4 stars", "4"),
        ("4+ stars", "4"),
        ("4 star or better laptops", "4"),
        ("rated 4.5 or higher", "4.5"),
        ("4 stars minimum", "4"),
        ("4 star rating or better", "4"),
        ("at least 4 out of 5 stars", "4"),
        ("四星以上的耳机", "4"),
        ("4颗星以上", "4"),
        ("customer rating of at least 4", "4"),
        ("nothing under 4 stars", "4"),
        ("低于4星的不要", "4"),
        ("评分4.5以上", "4.5"),
        ("a star map", None),
        ("energy star fridge", None),
        ("under $50", None),
        ("第4个", None),
    ],
)
def test_stars_are_no_price(text: str, stars: str | None) -> None:
    assert stars_in(text)[0] == stars
