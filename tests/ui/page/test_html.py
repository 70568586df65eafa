from typing import Any

import pytest

from ui.page import html
from ui.page.words import REASONS, WORDS

SCRIPT = "<script>alert(1)</script>"


def frame(kind: str, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "data": data}


def card(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": "boot-1",
        "variant": "boot-1-b",
        "title": "Boots",
        "price_text": "$120.00",
        "list_price_text": None,
        "in_stock": True,
        "rating": None,
        "reviews": 0,
        "image": None,
        "options": {},
        "choices": 1,
        "reason": "",
        "notes": [],
    }
    return plain | changes


TURN = [
    frame("turn", turn_id="t1", session="s", language="en"),
    frame("tool", name="search_products", state="start", label="Looking through 7 products"),
    frame("cards", list_id="l", cards=[card()], relaxed=[]),
    frame("text", delta="I found one."),
    frame("chips", chips=[{"label": "Cheaper", "text": "Cheaper", "kind": "reply"}]),
    frame("done", language="en"),
]


def test_while_it_works_the_page_says_what_it_does() -> None:
    parts = html.turn_parts("boots", TURN[:2], "en")
    assert "Looking through 7 products…" in parts.said
    assert not parts.after.strip()


def test_words_take_the_place_of_what_it_is_doing() -> None:
    parts = html.turn_parts("boots", TURN[:4], "en")
    assert "I found one." in parts.said
    assert "Looking through" not in parts.said


def test_a_finished_turn_offers_what_to_say_next_and_asks_whether_it_was_good() -> None:
    after = html.turn_parts("boots", TURN, "en").after
    assert "Cheaper" in after
    assert 'aria-label="Good answer"' in after


def test_only_a_bare_number_is_called_a_size() -> None:
    sizes = [html.render("card", "en", item=card(options={"size": size})) for size in ("42", "350 ml")]
    assert "size 42" in sizes[0]
    assert "350 ml" in sizes[1]
    assert "size 350 ml" not in sizes[1]


def test_a_judgement_is_shown_again() -> None:
    after = html.turn_parts("boots", TURN, "en", thumb=-1).after
    assert after.count('aria-pressed="true"') == 1


def test_what_could_be_said_after_an_earlier_turn_is_gone() -> None:
    assert "Cheaper" not in html.past_html("boots", TURN, "en")


@pytest.mark.parametrize("field", ["title", "reason", "id", "variant", "price_text"])
def test_markup_from_a_catalogue_is_text(field: str) -> None:
    frames = [*TURN[:2], frame("cards", list_id="l", cards=[card(**{field: SCRIPT})], relaxed=[])]
    assert "<script" not in html.turn_parts("boots", frames, "en").cards


def test_markup_from_a_shopper_or_a_model_is_text() -> None:
    said = html.turn_parts(SCRIPT, [TURN[0], frame("text", delta=SCRIPT)], "en").said
    assert "<script" not in said
    assert said.count("&lt;script&gt;") == 2


def test_a_quote_in_an_id_stays_inside_its_attribute() -> None:
    cards = html.turn_parts("x", [frame("cards", cards=[card(id="a' onclick='b()")])], "en").cards
    assert "onclick='" not in cards


@pytest.mark.parametrize(
    ("image", "url"),
    [
        ("media/a.webp", "/media/a.webp"),
        ("https://shop.example/a.jpg", "https://shop.example/a.jpg"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/hostname", None),
        (None, None),
    ],
)
def test_pictures_come_from_the_shop_or_the_web_only(image: str | None, url: str | None) -> None:
    assert html.picture_url(image) == url


def test_a_product_of_which_nothing_is_known_still_makes_a_card() -> None:
    bare = card(price_text=None, in_stock=None)
    cards = html.turn_parts("x", [frame("cards", cards=[bare])], "en").cards
    assert "Price not stated" in cards
    assert "a-letter" in cards  # its first letter stands for the picture
    assert "In stock" not in cards


def test_what_is_sold_out_has_no_button() -> None:
    cards = html.turn_parts("x", [frame("cards", cards=[card(in_stock=False)])], "en").cards
    assert "Sold out" in cards
    assert "Add to cart" not in cards


@pytest.mark.parametrize(("language", "text"), [("en", "Black · size 41"), ("zh", "Black · 41码")])
def test_a_bare_number_is_called_a_size(language: str, text: str) -> None:
    shown = card(options={"color": "Black", "size": "41"})
    assert text in html.turn_parts("x", [frame("cards", cards=[shown])], language).cards


@pytest.mark.parametrize("name", [*WORDS, *REASONS])
def test_every_word_is_there_in_both_languages(name: str) -> None:
    assert set((WORDS | REASONS)[name]) == {"en", "zh"}
