import random

from rapidfuzz.distance import OSA

from benchmarks.altered_queries import first_words, with_typo


def test_the_first_plain_words_leave_out_what_holds_a_digit() -> None:
    assert first_words("da-lite 27514 (da-plex) rear 3d projection, screen x", 4) == "da-lite da-plex rear projection"
    assert first_words("27514 3d") == ""


def test_a_slip_is_one_mistake_in_one_long_word_and_keeps_its_first_letter() -> None:
    chance = random.Random(1)
    for _ in range(200):
        slipped = with_typo("usb toaster", chance)
        assert slipped is not None
        assert slipped.startswith("usb t")
        assert OSA.distance(slipped, "usb toaster") == 1


def test_a_slip_is_no_other_known_word() -> None:
    chance = random.Random(1)
    assert {with_typo("tent", chance, {"tet", "ten"}) for _ in range(200)}.isdisjoint({"tet", "ten"})


def test_where_no_word_is_long_enough_there_is_no_slip() -> None:
    assert with_typo("tv 42in 茶", random.Random(1)) is None
