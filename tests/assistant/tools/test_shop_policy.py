import pytest

from assistant.tools.shop_policy import _best
from shop.policy import Policy


def policy(id_: str, topic: str, title: str, text: str) -> Policy:
    return Policy(id=id_, topic=topic, title=title, text=text)


POLICIES = [
    policy("times", "shipping", "Shipping times and costs", "Standard shipping takes 3 to 5 working days and costs $4.90."),
    policy("where", "shipping", "Where we deliver", "We deliver to Canada. Parcels take 7 to 12 working days."),
    policy("return", "returns", "Returning goods", "You can return anything within 30 days."),
    policy("refund", "returns", "Refunds", "We refund the full price within 5 working days after the return."),
    policy("contact", "contact", "Reaching a person", "We answer every day from 8 to 20."),
]


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("what is your return policy?", "return"),
        ("how long do refunds take", "refund"),
        ("how long is shipping", "times"),
        ("how much is delivery", "times"),
        ("do you ship to Germany?", "where"),
        ("when are you open?", "contact"),
    ],
)
def test_the_passage_that_speaks_of_it_answers(question: str, passage: str) -> None:
    best = _best(question, POLICIES)
    assert best is not None
    assert best.id == passage


def test_a_question_about_something_else_has_no_answer() -> None:
    assert _best("do you like elephants?", POLICIES) is None
