import pytest

from assistant.tools.asked import attributes_asked, passages_on


@pytest.mark.parametrize(
    ("question", "attribute"),
    [
        ("what is it made of?", "material"),
        ("这个是什么材质", "material"),
        ("what colours does it come in", "color"),
        ("多大的", "dimensions"),
        ("how much is the first one?", "price"),
        ("多少钱", "price"),
    ],
)
def test_a_question_names_the_attribute_that_answers(question: str, attribute: str) -> None:
    assert attribute in attributes_asked(question)


def test_other_questions_are_about_the_text() -> None:
    assert attributes_asked("is it waterproof?") == ()


@pytest.mark.parametrize(
    ("words", "passages"),
    [
        ("waterproof", ["It is waterproof to 10 m."]),
        ("防水", ["It is waterproof to 10 m."]),
        ("bluetooth", []),
        ("", []),
    ],
)
def test_the_sentence_that_answers_is_quoted(words: str, passages: list[str]) -> None:
    assert passages_on(words, ["A fine radio. It is waterproof to 10 m."]) == passages
