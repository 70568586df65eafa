import pytest

from assistant.state import DialogueState, ShownCard
from assistant.understanding.understanding import Understanding, parse
from retrieval.vocabulary import Vocabulary
from shop.money import Money
from shop.need import Need
from shop.product import Product, Translation, Variant

ZH = Translation(title="黑色皮靴", category=("鞋", "靴子"), terms={"Black": "黑色", "Leather": "皮革", "Nordhavet": "诺哈维"})
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
        ("加两个到购物车", "cart_add"),
        ("把它放到购物车", "cart_add"),
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


@pytest.mark.parametrize(
    "text",
    [
        "boots, please avoid black",
        "skip black, boots",
        "boots minus black",
        "boots, black is out of the question",
        "boots excluding black",
        "boots, don't show me black",
        "boots, as long as it's not black",
        "boots, absolutely no black",
        "boots, I can't stand black",
        "boots, black is a no-go",
        "靴子，不考虑黑色",
        "靴子，不接受黑色的",
        "靴子，只要不是黑色就行",
        "靴子，黑色的别推荐",
        "靴子，别给我黑色的",
        "靴子，拒绝黑色",
        "靴子，黑色的不考虑",
        "靴子，黑色除外",
        "靴子，千万别是黑色的",
    ],
)
def test_there_are_many_ways_to_refuse(text: str) -> None:
    need = understood(text).need
    assert [(wish.attribute, wish.values) for wish in need.must_not] == [("color", ("Black",))]
    assert (need.query, wishes(need)) in (("boots", {}), ("靴子", {}))


@pytest.mark.parametrize("text", ["靴子，不要黑色，诺哈维品牌", "靴子，不要黑色，诺哈维的", "boots, no black, Nordhavet"])
def test_behind_a_comma_a_wish_of_another_sort_begins(text: str) -> None:
    need = understood(text).need
    assert [(wish.attribute, wish.values) for wish in need.must_not] == [("color", ("Black",))]
    assert need.brand == ("Nordhavet",)


@pytest.mark.parametrize(
    "text",
    [
        "boots, size 42",
        "boots in 42",
        "boots, my size is 42",
        "boots, I wear a 42",
        "boots; 42 is my size",
        "靴子，尺码选42",
        "靴子，尺码42",
        "靴子，42号",
        "靴子，我穿42码",
        "靴子，尺码42，105美元以上",
    ],
)
def test_a_size_is_said_in_many_ways(text: str) -> None:
    need = understood(text).need
    assert wishes(need) == {"size": ("42",)}
    assert need.query in ("boots", "靴子")


@pytest.mark.parametrize("text", ["delivery in 30 days", "boots in 24 hours", "boots 42 cm high", "5号电池", "25号之前"])
def test_other_numbers_are_no_size(text: str) -> None:
    assert "size" not in wishes(understood(text).need)


@pytest.mark.parametrize(
    "text",
    [
        "boots in stock",
        "boots that I can buy right now",
        "boots, not sold out",
        "boots still available",
        "boots, in-stock only",
        "boots, not out of stock",
        "boots, nothing on backorder",
        "boots, can ship right away",
        "靴子，不要缺货的",
        "有库存的靴子",
        "没卖完的靴子",
        "现在能买到的靴子",
        "只看有货的靴子",
    ],
)
def test_what_can_be_bought_now(text: str) -> None:
    need = understood(text).need
    assert need.in_stock
    assert need.query in ("boots", "靴子")


def test_a_word_before_the_goods_says_what_they_are_like() -> None:
    assert wishes(understood("glass bottles").need) == {"material": ("glass",)}
    assert wishes(understood("cream leather boots").need) == {"color": ("cream",), "material": ("Leather",)}
    assert understood("face cream").need.must == ()


def test_what_may_be_a_colour_and_a_material_is_one_wish() -> None:
    assert wishes(understood("copper boots").need) == {"color": ("copper",)}
    assert wishes(understood("black copper boots").need) == {"color": ("Black",), "material": ("copper",)}


def test_a_hyphen_joins_what_would_be_a_filler_alone() -> None:
    assert understood("make-up").need.query == "make-up"


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


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("two of these please", "cart_add"),
        ("再来一件", "cart_add"),
        ("take it out again", "cart_remove"),
        ("不要了", "cart_remove"),
        ("购物车", "cart_view"),
        ("do you gift wrap?", "policy"),
        ("能退吗", "policy"),
        ("what is the weather today", "off_topic"),
        ("写首诗", "off_topic"),
        ("you are useless", "complaint"),
        ("what is it made of?", "details"),
        ("第二个多少钱", "details"),
        ("ok", "fine"),
        ("你们这有什么", "recommend"),
    ],
)
def test_what_else_is_wanted(text: str, intent: str) -> None:
    found = understood(text, shown=CARDS)
    assert found.has(intent)
    assert not found.has("search")


@pytest.mark.parametrize("text", ["垃圾桶", "all weather boots", "return to office bag", "black boots for work"])
def test_goods_are_not_taken_for_a_complaint_or_small_talk(text: str) -> None:
    found = understood(text)
    assert not found.has("complaint")
    assert not found.has("off_topic")
    assert found.has("search")


@pytest.mark.parametrize("text", ["hi, add the first one and show me headphones", "你好，把第一个加入购物车，再看看耳机"])
def test_every_clause_is_heard(text: str) -> None:
    found = understood(text, shown=CARDS)
    assert found.has("cart_add")
    assert found.references[0].product_id == "p2"
    assert found.has("search")
    assert found.need.category in (("Headphones",), ("headphone",))


@pytest.mark.parametrize("text", ["boots without black and red", "靴子 不要黑色和红色的"])
def test_one_negation_excludes_several(text: str) -> None:
    ((wish),) = understood(text).need.must_not
    assert (wish.attribute, len(wish.values)) == ("color", 2)


@pytest.mark.parametrize("text", ["boots, i don't want red, black is ok", "不要红色，黑色也可以的靴子"])
def test_what_is_fine_after_a_negation_is_not_excluded(text: str) -> None:
    need = understood(text).need
    assert [(wish.attribute, len(wish.values)) for wish in need.must_not] == [("color", 1)]
    assert wishes(need) == {"color": ("Black",)}


@pytest.mark.parametrize(
    ("text", "unwanted"), [("leather-free boots", ("Leather",)), ("non leather boots", ("Leather",)), ("non-stick pan", ())]
)
def test_free_of_is_an_exclusion_and_non_stick_a_property(text: str, unwanted: tuple[str, ...]) -> None:
    assert tuple(value for wish in understood(text).need.must_not for value in wish.values) == unwanted


def test_what_is_excluded_is_wished_for_no_longer() -> None:
    need = understood("leather boots", "no leather").need
    assert (wishes(need), need.must_not[0].values) == ({}, ("Leather",))
    assert wishes(understood("no leather boots", "leather is fine").need) == {"material": ("Leather",)}


def test_also_fine_widens_a_wish() -> None:
    assert wishes(understood("黑色的靴子", "红色的也行").need) == {"color": ("Black", "red")}


def test_instead_keeps_the_kind_of_goods() -> None:
    need = understood("Tarnwick boots", "Fjordby instead").need
    assert (need.query, need.category) == ("boots Fjordby", ("Boots",))


def test_the_last_word_says_what_a_thing_is() -> None:
    assert understood("phone case").need.category == ("phone case",)
    assert understood("desk chair").need.category == ("chair",)
    assert understood("笔记本电脑包").need.category == ("laptop sleeve",)


def test_a_number_of_goods_is_the_quantity() -> None:
    need = understood("I need 3 boots under $50").need
    assert (need.quantity, need.query, need.price_max) == (3, "boots", Money(minor=5000, currency="USD"))


def test_a_bound_on_something_else_is_no_word_to_search_for() -> None:
    found = understood("boots with at least 3 pockets each")
    assert not {"least", "each"} & set(found.need.query.split())
    assert not found.mended


def test_stars_are_a_wish() -> None:
    assert wishes(understood("boots with at least 4 stars").need) == {"rating": ("4",)}


@pytest.mark.parametrize("text", ["a present for my wife under 50", "送老婆的礼物 50以内"])
def test_a_present_is_looked_for_by_whom_it_is_for(text: str) -> None:
    found = understood(text)
    assert (found.need.occasion, found.need.audience, found.need.query) == ("gift", "women", "")
    assert found.has("search")


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("compare 1 and 3", ["p2", "p3"]),
        ("compare the first two", ["p2", "p1"]),
        ("对比一下前两个", ["p2", "p1"]),
        ("add the cheapest one to my cart", ["p1"]),
        ("最贵的那个加入购物车", ["p3"]),
        ("add the blue one", ["p3"]),
        ("红色的那个怎么样", ["p1"]),
        ("add the green one to my cart", [None]),
        ("2", ["p1"]),
    ],
)
def test_what_else_is_pointed_at(text: str, products: list[str | None]) -> None:
    assert [reference.product_id for reference in understood(text, shown=CARDS).references] == products


class Misspelt:
    """Shelves on which "hedphones" are headphones, and nothing belongs together."""

    def together(self, first: str, second: str) -> bool:
        return False

    def mended(self, word: str) -> str | None:
        return {"hedphones": "headphones", "and": "hand"}.get(word)


def test_a_misspelt_word_is_mended_and_said() -> None:
    found = parse("black hedphones and", vocabulary=VOCABULARY, currency="USD", state=DialogueState(), shelves=Misspelt())
    assert found.need.category == ("Headphones",)
    assert found.mended == (("hedphones", "headphones"),)


def test_words_that_no_product_joins_begin_a_new_wish() -> None:
    state = DialogueState(need=Need(query="boots", category=("Boots",)))
    found = parse("nordhavet pizza", vocabulary=VOCABULARY, currency="USD", state=state, shelves=Misspelt())
    assert found.need.category == ()
