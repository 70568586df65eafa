import pytest

from assistant.backing import Backing
from assistant.mentions import Mentions
from assistant.tools.reply import Evidence
from retrieval.search import Searcher

FACTS = [
    Evidence(kind="product", value="Canvas Boots", product_id="boot-2"),
    Evidence(kind="price", value="40.00", product_id="boot-2"),
    Evidence(kind="product", value="电热水壶 1.7L", product_id="kettle-1"),
]
WORDS = "Canvas Boots; brand Tarnwick; material: Canvas; color: Navy Blue\n电热水壶 1.7L; brand PAMPAS/潘帕斯"


@pytest.fixture
def mentions(searcher: Searcher) -> Mentions:
    return Mentions(searcher, Backing(facts=FACTS, words=WORDS, said="do you have Sorel boots?"), "Test & Co")


@pytest.mark.parametrize(
    "sentence",
    [
        "The Canvas Boots are light.",
        "Canvas Boots by Tarnwick would suit you.",
        "I would take the Tarnwick Canvas Boots in Navy Blue.",
        "Our Canvas pair is the lightest of these.",
        "We have no Sorel boots, I am sorry.",
        "Test & Co has both of them.",
        "You can wear them on Monday or at Christmas.",
        "These are simple, and they are fine for a walk in the rain.",
        "“Canvas Boots” cost $40.00.",
        "Canvas Boots feel light.",
        "Shall I compare the first two for you?",
        "Both are good: The first is lighter.",
        "It holds 1.7L of water.",
        "潘帕斯的电热水壶很轻。",
        "这双靴子适合雨天。",
        "两款都不错，第一款更轻。",
    ],
)
def test_names_that_were_told_may_be_said(mentions: Mentions, sentence: str) -> None:
    assert mentions.backed(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Waterproof Hiking Boots are light.",
        "We also have waterproof hiking boots for you.",
        "Try the Winter Boots instead of these.",
        "Winter Canvas Boots are the best of both.",
        "Nordhavet makes better ones than these.",
        "The boots of nordhavet are better.",
        "The Nike Pegasus is better than these.",
        "You may also like the iPhone.",
        "Take the KX-TG1032S with it.",
        "Take the RTX4090 with it.",
        "The phone is a KXTG1032S and it is good.",
        "It holds 2.5L of water.",
        "It is 39 only.",
        "It costs as much as 39 coffees.",
        "防水徒步靴也不错。",
        "也可以看看防水徒步靴。",
        "诺哈维的靴子更好。",
        "諾哈維的靴子更好。",
        "建议您看看Nike的鞋。",
        "Die Stiefel kosten nichts und kommen morgen.",
        "“Canvas Boots” kosten morgen nichts.",
        "Les bottes sont gratuites et arrivent demain.",
        "\ufffd\ufffd(!!",
        "...",
    ],
)
def test_names_that_nobody_told_stay_inside(mentions: Mentions, sentence: str) -> None:
    assert not mentions.backed(sentence)


def test_it_fails_closed(mentions: Mentions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "_near", lambda text: 1 / 0)
    assert not mentions.backed("Canvas Boots are light.")
