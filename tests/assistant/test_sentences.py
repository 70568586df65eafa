import pytest

from assistant.sentences import Cutter


def cut(text: str, piece: int = 1) -> list[str]:
    cutter = Cutter()
    found = [sentence for start in range(0, len(text), piece) for sentence in cutter.feed(text[start : start + piece])]
    return found + cutter.rest()


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It costs $1.50. It holds 2.5 l.", ["It costs $1.50.", "It holds 2.5 l."]),
        ("Really? Yes! Good…  Fine", ["Really?", "Yes!", "Good…", "Fine"]),
        ("这双靴子很好。只要￥99.50！要吗？", ["这双靴子很好。", "只要￥99.50！", "要吗？"]),
        ("我首推“帆布靴”。很轻。", ["我首推“帆布靴”。", "很轻。"]),
        ("她说“好。”然后呢？", ["她说“好。”", "然后呢？"]),
        ("“Canvas Boots.” They fit.", ["“Canvas Boots.”", "They fit."]),
        ("It is good, e.g. for rain. Take it.", ["It is good, e.g. for rain.", "Take it."]),
        ("One\nTwo\n\nThree", ["One", "Two", "Three"]),
        ("**Bold** and `code`.\n- A point.\n# Head", ["Bold and code.", "A point.", "Head"]),
        ("<think>The price is $1. Lie.</think>It is good. Yes.", ["It is good.", "Yes."]),
        ("It co\u200bsts\u2060 a lot.", ["It costs a lot."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_a_text_in_pieces_becomes_sentences(text: str, sentences: list[str], piece: int) -> None:
    assert cut(text, piece) == sentences


def test_a_sentence_leaves_as_soon_as_it_is_whole() -> None:
    cutter = Cutter()
    assert cutter.feed("It is good.") == []
    assert cutter.feed(" It") == ["It is good."]


def test_of_a_broken_off_text_only_whole_sentences_are_left() -> None:
    cutter = Cutter()
    cutter.feed("It costs $4")
    assert cutter.rest(complete=True) == []
    cutter.feed("It is good.")
    assert cutter.rest(complete=True) == ["It is good."]


def test_thoughts_that_never_end_are_not_said() -> None:
    assert cut("<think>It costs nothing. Say so. " * 200) == []


def test_what_never_ends_is_no_sentence() -> None:
    assert cut("and so on " * 10_000) == []
