import re

import pytest

from assistant.backing import Backing
from assistant.guard import Guard
from assistant.tools.reply import Evidence
from assistant.wording import SENTENCES

FACTS = [
    Evidence(kind="product", value="Canvas Boots", product_id="1"),
    Evidence(kind="product", value="帆布靴", product_id="1"),
    Evidence(kind="price", value="40.00", product_id="1"),
    Evidence(kind="stock", value="yes", product_id="1"),
    Evidence(kind="rating", value="4.8", product_id="1"),
    Evidence(kind="policy", value="Delivery takes 3 to 5 working days. Orders over $60 ship free."),
    Evidence(kind="policy", value="订单满60美元免运费，次日达。"),
]
WORDS = "Canvas Boots; $40.00; 4.8 stars from 120 reviews; brand Tarnwick; material: 100% cotton canvas; it shuts off by itself"
GUARD = Guard(Backing(facts=FACTS, said="something under $35", words=WORDS))

OTHER = [
    Evidence(kind="product", value="Felt Boots", product_id="2"),
    Evidence(kind="price", value="90.00", product_id="2"),
    Evidence(kind="stock", value="no", product_id="2"),
    Evidence(kind="rating", value="3.1", product_id="2"),
]
TWO = Guard(Backing(facts=[*FACTS, *OTHER], said="under $50", now=frozenset({"1", "2"})))
YUAN = Guard(Backing(facts=[Evidence(kind="price", value="299.00")], currency="CNY"))


@pytest.mark.parametrize(
    "sentence",
    [
        "“Canvas Boots” at $40.00 is my first pick.",
        "It costs 40 dollars.",
        "It is in stock.",
        "It has 4.8 stars.",
        "It is rated 4.8 by 120 reviews.",
        "It is 4.8 out of 5.",
        "It is made of 100% cotton.",
        "It shuts off by itself.",
        "Delivery takes 3 to 5 working days.",
        "Nothing here is under $35.",
        "Do you want to stay under $35?",
        "What are you looking for?",
        "I found 12 that fit.",
        "Feel free to ask.",
        "It is off-white.",
        "我首推“帆布靴”，$40.00。",
        "没有35美元以内的。",
        "订单满60美元免运费，次日达。",
        "有货。",
        "4.8星。",
        "评分4.8，120条评价。",
    ],
)
def test_what_a_fact_backs_may_leave(sentence: str) -> None:
    assert GUARD.allows(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        # products
        "“Golden Boots” would suit you.",
        "‘Golden Boots’ would suit you.",
        'The "Golden Boots" would suit you.',
        "The 'Golden Boots' would suit you.",
        "“Golden Boots would suit you.",
        "“金靴”很适合您。",
        "《金靴》很适合您。",
        "「金靴」很適合您。",
        # prices
        "It costs $39.99.",
        "It costs ４９ dollars.",
        "It costs $\u200b39.",
        "It costs $3\u20609.",
        "It costs 3️⃣9️⃣ dollars.",
        "It costs ³⁹ dollars.",
        "It costs 39.",
        "It is priced at 39.99.",
        "Yours for 39.99!",
        "It sells for only 39.",
        "It costs $35.",
        "It costs “$35”.",
        "It costs “35” dollars.",
        "It costs “40” euros.",
        "It is under $35.",
        "It costs forty-five dollars.",
        "It costs a hundred dollars.",
        "Thirty bucks and it is yours.",
        "It is only fifteen quid.",
        "It costs ninety-nine cents.",
        "It costs €40.",
        "It costs 40 euros.",
        "It costs 40元.",
        "只要三十九元。",
        "只要39块。",
        "售价39。",
        "才两百多块。",
        "一百刀就能拿下。",
        "It is yours for a mere sixty.",
        "The price was cut to sixty-nine.",
        "Sending it costs nothing.",
        "只卖三十九。",
        "三十九就能买到。",
        "不要钱。",
        "It cоsts 39.",  # a Cyrillic o
        "ブーツは無料です。",
        # discounts and gifts
        "It is 20% off today.",
        "It is half price.",
        "It is on sale.",
        "There is a discount for you.",
        "Use a coupon.",
        "Buy one, get one.",
        "It is a bargain.",
        "It was $80 before.",
        "You get a free gift.",
        "It is free.",
        "It is “free”.",
        "现在打8折。",
        "五折出售。",
        "半价。",
        "Today it is a third cheaper.",
        "It is the cheapest in town.",
        "Cheaper than any other shop.",
        "便宜三成。",
        "立省三十。",
        "全网最低价。",
        "比别家便宜。",
        "有优惠券。",
        "现在有優惠。",
        "买一送一。",
        "附赠鞋带。",
        # stock
        "It is sold out.",
        "Only 2 left.",
        "Only a pair remains.",
        "Few remain.",
        "We have plenty of them.",
        "We have 12 of these.",
        "就剩一双了。",
        "货不多了。",
        "Only two pairs left!",
        "There are 3 in stock.",
        "It is selling fast.",
        "Hurry!",
        "This is the last one.",
        "已售罄。",
        "仅剩2件。",
        "最后三双。",
        "库存紧张。",
        # delivery and returns
        "It ships free.",
        "ship free.",
        "It arrives tomorrow.",
        "You get it on Monday.",
        "It will be with you by Friday.",
        "We bring it to your door.",
        "周五就能收到。",
        "后天就到。",
        "It arrives to\u00admorrow.",
        "We deliver on Sundays.",
        "You will have it within two days.",
        "You have it in 24 hours.",
        "You can return it.",
        "We refund it.",
        "Send it back any time.",
        "If it breaks we fix it.",
        "Money returned if you do not like it.",
        "不满意可以退。",
        "坏了我们修。",
        "It has a two-year warranty.",
        "全场包邮。",
        "明天送达。",
        "三天内到。",
        "支持七天无理由退货。",
        "全国联保，质保一年。",
        # ratings and ranks
        "It has 4.9 stars.",
        "It has five-star reviews.",
        "It is rated 4.9.",
        "It has 4.8 stars from 9,000 reviews.",
        "It is our best seller.",
        "Voted best of 2025.",
        "It has a perfect score.",
        "It has almost five stars.",
        "Everyone buys these.",
        "人人都在买。",
        "好评如潮。",
        "It is the most popular.",
        "4.9星。",
        "评分高达4.9。",
        "五星好评。",
        "销量第一。",
        # ways out of the page
        "See https://example.com.",
        "See www.example.com.",
        "Go to boots.com for more.",
        "Write to me@example.org.",
        "Call +49 170 1234567.",
        "<b>Good</b> boots.",
        "![boots](x)",
        "",
        " \u200b ",
    ],
)
def test_what_no_fact_backs_stays_inside(sentence: str) -> None:
    assert not GUARD.allows(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "“Canvas Boots” cost $40.00 and “Felt Boots” cost $90.00.",
        "“Felt Boots” are sold out.",
        "“Canvas Boots” are in stock.",
        "Canvas Boots are under $50.",
        "Felt Boots have 3.1 stars.",
        "Felt Boots are over $50.",
    ],
)
def test_a_claim_is_judged_by_the_product_that_it_names(sentence: str) -> None:
    assert TWO.allows(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "“Canvas Boots” cost $90.00.",
        "Felt Boots cost $40.00.",
        "“Felt Boots” are in stock.",
        "“Canvas Boots” are sold out.",
        "They are all in stock.",
        "Felt Boots are under $50.",
        "Both are under $50.",
        "“Canvas Boots” have 3.1 stars.",
    ],
)
def test_a_fact_of_another_product_backs_nothing(sentence: str) -> None:
    assert not TWO.allows(sentence)


def test_amounts_are_in_the_shops_currency() -> None:
    assert all(YUAN.allows(sentence) for sentence in ("It is ¥299.", "只要299元。", "只要299块。", "RMB 299 in all."))
    assert not any(YUAN.allows(sentence) for sentence in ("It is $299.", "It is 299 dollars.", "299美元。", "299欧元。"))


def test_a_part_of_a_number_is_no_number() -> None:
    guard = Guard(Backing(facts=FACTS, said="under $150"))
    assert guard.allows("Nothing here is under $150.")
    assert not guard.allows("Nothing here is under $50.")
    assert not guard.allows("Nothing here is under $15.")


def test_a_passage_is_said_whole_or_not_at_all() -> None:
    guard = Guard(Backing(verbatim=["Shipping is not free. Returns are free within 30 days."]))
    assert guard.allows("Returns are free within 30 days.")
    assert guard.allows("Shipping is not free. Returns are free within 30 days.")
    assert not guard.allows("free.")
    assert not guard.allows("Returns are free")


def test_it_fails_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GUARD, "_backed", lambda sentence: 1 / 0)
    assert not GUARD.allows("Hello.")


PARTS = {
    "total": "12",
    "shown": "5",
    "title": "Canvas Boots",
    "price": "$40.00",
    "wishes": "up to 35.00",
    "names": "colour, size",
}
MORE = {"query": "something", "currency": "USD", "count": "3", "shop": "Test & Co", "name": "size", "value": "blue"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_of_the_built_in_writer_passes(name: str, language: str) -> None:
    said = "something up to 35.00, 3件"
    facts = [*FACTS, Evidence(kind="stock", value="yes", product_id="1")]
    phrase = SENTENCES[name][language]
    known = {"price": "$40.00"} if name != "cart" else {"total": "$40.00"}
    parts = dict.fromkeys(re.findall(r"\{(\w+)\}", phrase), "something") | PARTS | MORE | known
    parts |= {"wishes": "35.00以内"} if language == "zh" else {}
    sentence = phrase.format(**parts)
    assert Guard(Backing(facts=facts, said=said, words=WORDS)).allows(sentence)
