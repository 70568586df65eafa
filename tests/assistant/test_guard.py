import pytest

from assistant.backing import Backing
from assistant.guard import Guard
from assistant.tools.reply import Evidence

FACTS = [
    Evidence(kind="product", value="Canvas Boots"),
    Evidence(kind="product", value="帆布靴"),
    Evidence(kind="price", value="40.00"),
    Evidence(kind="stock", value="yes"),
    Evidence(kind="rating", value="4.8"),
    Evidence(kind="policy", value="Delivery takes 3 to 5 working days. Orders over $60 ship free."),
    Evidence(kind="policy", value="订单满60美元免运费，次日达。"),
]
GUARD = Guard(Backing(facts=FACTS, said="something under $35"))


@pytest.mark.parametrize(
    "sentence",
    [
        "“Canvas Boots” at $40.00 is my first pick.",
        "It costs 40 dollars.",
        "It is in stock.",
        "It has 4.8 stars.",
        "Delivery takes 3 to 5 working days.",
        "Nothing here is under $35.",
        "What are you looking for?",
        "I found 12 that fit.",
        "我首推“帆布靴”，$40.00。",
        "订单满60美元免运费，次日达。",
        "有货。",
        "4.8星。",
    ],
)
def test_what_a_fact_backs_may_leave(sentence: str) -> None:
    assert GUARD.allows(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "“Golden Boots” would suit you.",
        "It costs $39.99.",
        "It costs ４９ dollars.",
        "It costs $\u200b39.",
        "It costs forty-five dollars.",
        "It is 20% off today.",
        "It is half price.",
        "It is on sale.",
        "There is a discount for you.",
        "It is sold out.",
        "It ships free.",
        "It arrives tomorrow.",
        "We deliver on Sundays.",
        "It has 4.9 stars.",
        "只要三十九元。",
        "现在打8折。",
        "半价。",
        "有优惠券。",
        "全场包邮。",
        "明天送达。",
        "已售罄。",
        "4.9星。",
        "“金靴”很适合您。",
        "",
    ],
)
def test_what_no_fact_backs_stays_inside(sentence: str) -> None:
    assert not GUARD.allows(sentence)


def test_it_fails_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GUARD, "_backed", lambda sentence: 1 / 0)
    assert not GUARD.allows("Hello.")
