import pytest

from assistant.state import DialogueState, ShownCard
from assistant.understanding.understanding import Understanding, parse
from retrieval.vocabulary import Vocabulary
from shop.money import Money
from shop.need import Need
from shop.product import Product, Translation, Variant

ZH = Translation(title="黑色皮靴", category=("鞋", "靴子"), terms={"Black": "黑色", "Leather": "皮革"})
VOCABULARY = Vocabulary.learn(
    [
        Product(
            id="b",
            title="Boots",
            brand="Nordhavet",
            category=("Shoes", "Boots"),
            attributes={"material": ("Leather",)},
            variants=(Variant(id="b1", options={"color": "Black", "size": "42"}),),
            translations={"zh": ZH},
        ),
        Product(
            id="h", title="Headphones", brand="Auriqo", category=("Electronics", "Headphones"), variants=(Variant(id="h"),)
        ),
    ]
)
CARDS = tuple(
    ShownCard(
        product_id=f"p{n}", variant_id="v", title=f"Boot {n}", price=Money(minor=1000 * n, currency="USD"), values=(color,)
    )
    for n, color in ((2, "Black"), (1, "Red"), (3, "Blue"))
)


def understood(*texts: str, shown: tuple[ShownCard, ...] = ()) -> Understanding:
    state = DialogueState(shown=shown)
    for text in texts:
        found = parse(text, vocabulary=VOCABULARY, currency="USD", state=state)
        state = state.model_copy(update={"need": found.need, "language": found.language})
    return found


def wishes(need: Need) -> dict[str, tuple[str, ...]]:
    return {wish.attribute: wish.values for wish in need.must}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("black boots", "search"),
        ("hello", "greet"),
        ("thanks!", "thanks"),
        ("show me more", "more"),
        ("what is your return policy", "policy"),
        ("how much is shipping?", "policy"),
        ("add the second one to my cart", "cart_add"),
        ("show my cart", "cart_view"),
        ("compare the first and the second", "compare"),
        ("tell me more about the first", "details"),
        ("I want to talk to a human", "human"),
        ("where is my order", "order_status"),
        ("recommend something", "recommend"),
        ("start over", "reset"),
        ("🎁🎁", "unclear"),
        ("", "unclear"),
        ("\x00\x00", "unclear"),
        ("你好", "greet"),
        ("谢谢", "thanks"),
        ("还有别的吗", "more"),
        ("运费多少", "policy"),
        ("第二个加入购物车", "cart_add"),
        ("打开购物车", "cart_view"),
        ("对比第一个和第二个", "compare"),
        ("转人工", "human"),
        ("我的订单到哪了", "order_status"),
        ("推荐一下", "recommend"),
        ("我想买一双黑色的靴子", "search"),
    ],
)
def test_what_is_wanted(text: str, intent: str) -> None:
    assert understood(text, shown=CARDS).has(intent)


@pytest.mark.parametrize("text", ["black Nordhavet boots under $50", "50美元以内的黑色靴子，Nordhavet的"])
def test_one_sentence_says_it_all_in_either_language(text: str) -> None:
    need = understood(text).need
    assert (need.brand, wishes(need), need.category) == (("Nordhavet",), {"color": ("Black",)}, ("Boots",))
    assert need.price_max == Money(minor=5000, currency="USD")


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("boots, no leather", "material", "Leather"),
        ("boots without leather", "material", "Leather"),
        ("boots but not black", "color", "Black"),
        ("I don't want anything made of leather", "material", "Leather"),
        ("boots without zipper", "any", "zipper"),
        ("靴子，不要皮革", "material", "Leather"),
        ("靴子 不要黑色的", "color", "Black"),
        ("不要带毛的靴子", "any", "带毛"),
    ],
)
def test_what_is_not_wanted(text: str, attribute: str, value: str) -> None:
    need = understood(text).need
    assert [(wish.attribute, wish.values) for wish in need.must_not] == [(attribute, (value,))]
    assert "color" not in wishes(need)


@pytest.mark.parametrize("text", ["boots, not too expensive", "不要太贵的靴子", "no problem", "特别好的靴子", "有没有靴子"])
def test_a_negation_of_something_else_excludes_nothing(text: str) -> None:
    assert understood(text).need.must_not == ()


def test_a_wish_alone_refines_and_a_new_kind_begins_again() -> None:
    need = understood("black boots under $50", "no leather", "size 42").need
    assert (wishes(need), need.category) == ({"color": ("Black",), "size": ("42",)}, ("Boots",))
    assert need.must_not
    assert need.price_max
    assert understood("black boots under $50", "headphones").need == Need(query="headphones", category=("Headphones",))


@pytest.mark.parametrize("text", ["any color", "颜色无所谓"])
def test_a_wish_can_be_lifted(text: str) -> None:
    assert "color" not in wishes(understood("black boots", text).need)


@pytest.mark.parametrize("text", ["cheaper", "便宜一点", "too expensive"])
def test_cheaper_means_than_the_cheapest_on_the_screen(text: str) -> None:
    assert understood("boots", text, shown=CARDS).need.price_max == Money(minor=999, currency="USD")


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("tell me more about the second one", "p1"),
        ("the last one", "p3"),
        ("#1 please", "p2"),
        ("the red one", "p1"),
        ("is it warm?", "p2"),
        ("第二个怎么样", "p1"),
        ("最后一个", "p3"),
        ("加入购物车 第4个", None),
    ],
)
def test_what_is_pointed_at(text: str, product: str | None) -> None:
    assert [reference.product_id for reference in understood(text, shown=CARDS).references] == [product]


def test_another_currency_is_not_converted() -> None:
    found = understood("200元以内的靴子")
    assert (found.foreign_currency, found.need.price_max) == ("CNY", None)


@pytest.mark.parametrize(
    "text", ["x" * 2_000_000, "\ud7ff\u0000", "((((", "不要", "without", "under $", "第个", "$" * 500, "1" * 3000]
)
def test_no_text_is_too_strange(text: str) -> None:
    assert len(understood(text).text) <= 2000
