import pytest

from assistant.understanding.prices import prices_in

NOTHING = (None, None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("boots under $50", None, "50.00"),
        ("less than 50 bucks", None, "50.00"),
        ("a tablet below 1,500", None, "1500.00"),
        ("between 20 and 30", "20.00", "30.00"),
        ("from $30 to $20", "20.00", "30.00"),
        ("20-30 dollars", "20.00", "30.00"),
        ("$20 - $30", "20.00", "30.00"),
        ("around 100", "80.00", "120.00"),
        ("at least $40", "40.00", None),
        ("over 1.5k", "1500.00", None),
        ("max 80", None, "80.00"),
        ("my budget is 300", None, "300.00"),
        ("a $50 gift", None, "50.00"),
        ("cheaper than 40", None, "40.00"),
        ("100 dollars or less", None, "100.00"),
        ("over 20 and under 60", "20.00", "60.00"),
        ("20 to 30", "20.00", "30.00"),
        ("20-30", "20.00", "30.00"),
        ("price range 20 - 40", "20.00", "40.00"),
        ("within $50-80", "50.00", "80.00"),
        ("not over $60", None, "60.00"),
        ("nothing above $60", None, "60.00"),
        ("not below $60", "60.00", None),
        ("no cheaper than $60", "60.00", None),
        ("from $60 up", "60.00", None),
        ("minimum price $60", "60.00", None),
        ("mugs, no Copperwren, over $27", "27.00", None),
        ("mugs no Copperwren over $27", "27.00", None),
        ("价格别高于60美元", None, "60.00"),
        ("60美元往上", "60.00", None),
        ("60 dollars minimum", "60.00", None),
        ("priced at $60 or above", "60.00", None),
        ("超过60美元的不要", None, "60.00"),
        ("低于60美元的不要", "60.00", None),
        ("起码60美元", "60.00", None),
        ("价格在30和85美元之间", "30.00", "85.00"),
        ("shouldn't cost more than 70", None, "70.00"),
        ("no more than 50 usd", None, "50.00"),
        ("more expensive than $100", "100.00", None),
        ("under fifty", None, "50.00"),
        ("a hundred and twenty bucks", None, "120.00"),
        ("up to 2 grand", None, "2000.00"),
        ("$30ish", "24.00", "36.00"),
        ("sub-100", None, "100.00"),
        ("a dress under $50 in stock", None, "50.00"),
        ("shoes over $50 in stock", "50.00", None),
        ("shoes under 80 in red", None, "80.00"),
        ("between 20 and 40 in blue", "20.00", "40.00"),
        ("between $20 and $30 in size M", "20.00", "30.00"),
        ("a gift over $100 people love", "100.00", None),
        *[(text, *NOTHING) for text in ("a desk under 60 in wide", "a monitor under 27 in", "over 24 in. screens")],
        *[(text, *NOTHING) for text in ("size 42 boots", 'a 65" tv', "laptop with 16gb ram")],
        *[
            (text, *NOTHING)
            for text in ("brother hl-2270dw", "10 x 12", "within 5 miles", "top 10", "more than one", "size 8-10")
        ],
        *[(text, *NOTHING) for text in ("iphone 15", "2 pairs of socks", "KX-TG1032S", "under 15 inches", "over 4 stars", "")],
    ],
)
def test_english(text: str, low: str | None, high: str | None) -> None:
    found = prices_in(text, "USD")
    assert (found.low and found.low.decimal(), found.high and found.high.decimal()) == (low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("200元以内的耳机", None, "200.00"),
        ("100到200块的", "100.00", "200.00"),
        ("100-200之间", "100.00", "200.00"),
        ("不超过300", None, "300.00"),
        ("五百以下", None, "500.00"),
        ("一千五左右", "1200.00", "1800.00"),
        ("2万以内", None, "20000.00"),
        ("预算3000", None, "3000.00"),
        ("预算两千到三千", "2000.00", "3000.00"),
        ("50以上", "50.00", None),
        ("至少100元", "100.00", None),
        ("199块钱的鞋", None, "199.00"),
        ("低于１００元", None, "100.00"),
        ("三百块左右", "240.00", "360.00"),
        ("大约100元", "80.00", "120.00"),
        ("大于100小于200", "100.00", "200.00"),
        ("最多花100", None, "100.00"),
        ("1k以内", None, "1000.00"),
        ("1万5以内", None, "15000.00"),
        ("20到30", "20.00", "30.00"),
        ("两三百块的", "200.00", "300.00"),
        ("一百多块", "100.00", "200.00"),
        ("几十块的小礼物", "10.00", "100.00"),
        ("两千零五十以内", None, "2050.00"),
        *[(text, *NOTHING) for text in ("42码的鞋", "三件衬衫", "第二个", "65寸电视", "一双靴子", "16G内存", "至少三个")],
        *[(text, *NOTHING) for text in ("3到5岁", "10到15斤", "苹果15", "1.8米床")],
    ],
)
def test_chinese(text: str, low: str | None, high: str | None) -> None:
    import unicodedata

    found = prices_in(unicodedata.normalize("NFKC", text), "CNY")
    assert (found.low and found.low.decimal(), found.high and found.high.decimal()) == (low, high)


@pytest.mark.parametrize(
    ("text", "shop", "named"), [("under $50", "CNY", "USD"), ("200元以内", "USD", "CNY"), ("up to €30", "USD", "EUR")]
)
def test_another_currency_is_named_and_sets_no_limit(text: str, shop: str, named: str) -> None:
    found = prices_in(text, shop)
    assert (found.foreign, found.low, found.high) == (named, None, None)


def test_the_places_of_the_price_are_known() -> None:
    text = "black boots under $50 please"
    (start, end), *_ = prices_in(text, "USD").spans
    assert text[start:end] == "under $50"
