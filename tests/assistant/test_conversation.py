import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import Assistant
from assistant.frames import Frame
from recommender.blend import Blend
from retrieval.index import Index
from shop.errors import NotFound
from shop.folder import Folder
from shop.policy import Policy
from shop.settings import load_settings
from shop.store.store import Store

GIFT_WRAP = '''
from assistant.tools import Context, Evidence, Reply, tool

@tool(access="read")
async def gift_wrap(context: Context, product_id: str) -> Reply:
    """Tell whether a product can be gift-wrapped."""
    text = "We wrap it in green paper."
    return Reply(text=text, evidence=(Evidence(kind="policy", value=text),))
'''


class Chat:
    """One shopper's conversation."""

    def __init__(self, assistant: Assistant, store: Store) -> None:
        self.assistant = assistant
        self.session = store.sessions.create(consent=True)[0].id

    def frames(self, text: str, turn_id: str | None = None) -> list[Frame]:
        async def collect() -> list[Frame]:
            return [frame async for frame in self.assistant.turn(self.session, text, turn_id=turn_id)]

        return asyncio.run(collect())

    def say(self, text: str) -> dict[str, Any]:
        return self.frames(text)[-1].data


def opened(folder: Folder, store: Store, index: Index, **settings: object) -> Assistant:
    return Assistant(store=store, index=index, ranker=Blend(), settings=load_settings(data=folder.path, **settings))


@pytest.fixture
def chat(folder: Folder, store: Store, index: Index) -> Iterator[Chat]:
    store.facts.set("shop_name", "Test & Co")
    store.facts.set("currency", "USD")
    store.policies.upsert([Policy(id="p1", topic="shipping", title="Shipping", text="Delivery takes 3 days.")])
    assistant = opened(folder, store, index)
    yield Chat(assistant, store)
    assistant.close()


def ids(done: dict[str, Any]) -> list[str]:
    return [card["id"] for card in done["products"]]


def test_cards_go_out_before_words(chat: Chat) -> None:
    kinds = [frame.kind for frame in chat.frames("hiking boots")]
    assert kinds[0] == "turn"
    assert kinds[-1] == "done"
    assert kinds.index("cards") < kinds.index("text") < kinds.index("chips")


def test_parse_intent_is_the_first_call_of_every_turn(chat: Chat) -> None:
    for text in ("boots", "hello", "运费多少", "🎁"):
        assert chat.say(text)["tools"][0]["name"] == "parse_intent"


def test_a_conversation_narrows_down(chat: Chat) -> None:
    assert set(ids(chat.say("boots"))) == {"boot-1", "boot-2", "boot-3", "boot-4"}
    assert "boot-1" not in ids(chat.say("no leather"))
    assert set(ids(chat.say("under $45"))) == {"boot-2", "boot-3"}
    assert ids(chat.say("cheapest"))[0] == "boot-3"


def test_both_languages_find_the_same_product(chat: Chat) -> None:
    assert ids(chat.say("防水徒步靴"))[0] == ids(chat.say("waterproof hiking boots"))[0] == "boot-1"


def test_a_relaxed_wish_is_named(chat: Chat) -> None:
    done = chat.say("jasmine tea under $1")
    assert ids(done) == ["tea-1"]
    assert "Nothing here is up to $1.00" in done["reply"]
    assert done["products"][0]["notes"] == ["over your limit of $1.00"]


def test_the_cart_is_filled_by_pointing_and_emptied_again(chat: Chat, store: Store) -> None:
    chat.say("canvas boots")
    frames = chat.frames("add the first one to my cart")
    cart = next(frame.data["cart"] for frame in frames if frame.kind == "action")
    assert [(line["product"], line["quantity"]) for line in cart["lines"]] == [("boot-2", 1)]
    assert cart["total"] == "40.00"
    assert "$40.00" in chat.say("show my cart")["reply"]
    assert "empty" in chat.say("remove it from my cart")["reply"]
    assert store.carts.get(chat.session).lines == ()


def test_what_is_sold_out_is_not_put_into_the_cart(chat: Chat, store: Store) -> None:
    chat.say("red hiking boots by Nordhavet")
    assert "0 in stock" in chat.say("add the first one to my cart")["reply"]
    assert store.carts.get(chat.session).lines == ()


def test_policies_are_answered_in_the_shops_words(chat: Chat) -> None:
    assert chat.say("how long does delivery take?")["reply"] == "Delivery takes 3 days."


def test_another_currency_is_answered_with_the_shops(chat: Chat) -> None:
    done = chat.say("boots under €50")
    assert "US dollars" in done["reply"]
    assert done["need"]["price_max"] is None


def test_whether_a_card_is_in_stock_is_answered_and_not_described(chat: Chat) -> None:
    chat.say("canvas boots")
    assert chat.say("is the first one in stock?")["reply"] == "Canvas Boots is in stock."
    assert chat.say("第一个有货吗？")["reply"] == "Canvas Boots有货。"


def test_a_question_about_the_second_card_is_about_that_card(chat: Chat) -> None:
    shown = chat.say("boots")["products"]
    assert chat.say("第二个防水吗")["products"][0]["id"] == shown[1]["id"]


def test_a_kind_is_kept_when_a_wish_must_go(chat: Chat) -> None:
    done = chat.say("canvas boots under $5 in stock")
    assert done["products"][0]["id"] == "boot-2"
    assert "Nothing here is up to $5.00 and everything else you asked for" in done["reply"]


def test_a_name_that_the_shop_does_not_have_is_said(chat: Chat) -> None:
    done = chat.say("winter boots by Lenovo")
    assert done["products"]
    assert "The shop has nothing called Lenovo" in done["reply"]


def test_what_finds_nothing_is_not_built_upon(chat: Chat) -> None:
    chat.say("winter boots")
    assert chat.say("zorblax")["products"] == []
    assert chat.say("not red please")["products"]


def test_that_everything_was_ruled_out_is_said(chat: Chat, store: Store) -> None:
    done = chat.say("kettles not by PAMPAS")
    assert done["products"] == []
    assert "ruled out" in done["reply"]


def test_too_few_in_stock_is_said_in_the_shoppers_language(chat: Chat) -> None:
    chat.say("红色的徒步靴")
    assert "库存0件，不够1件" in chat.say("第一个加入购物车")["reply"]


def test_which_of_these_compares_what_is_on_the_screen(chat: Chat) -> None:
    shown = [product["id"] for product in chat.say("boots")["products"]]
    for question in ("which of these is the lightest?", "这几款里哪个最轻？"):
        done = chat.say(question)
        assert [intent["name"] for intent in done["intents"]] == ["compare"]
        assert [product["id"] for product in done["products"]] == shown[:4]


def test_a_question_about_one_of_them_puts_nothing_into_the_cart(chat: Chat, store: Store) -> None:
    chat.say("boots")
    for question in ("which one of these is waterproof?", "is one of these waterproof?", "does one of them have laces?"):
        assert "cart_add" not in [intent["name"] for intent in chat.say(question)["intents"]]
    assert store.carts.get(chat.session).lines == ()
    chat.say("canvas boots")
    chat.say("two of these please")
    assert store.carts.get(chat.session).lines[0].quantity == 2


def test_still_cheaper_stays_with_the_goods(chat: Chat) -> None:
    chat.say("靴子")
    done = chat.say("再便宜点")
    assert [intent["name"] for intent in done["intents"]] == ["refine"]
    assert all("boot" in product["id"] for product in done["products"])


def test_more_shows_others(chat: Chat) -> None:
    first = ids(chat.say("boots"))
    assert not set(first) & set(ids(chat.say("show me more")))


def test_the_same_turn_id_is_answered_once(chat: Chat, store: Store) -> None:
    first = chat.frames("boots", turn_id="t-1")
    assert chat.frames("boots", turn_id="t-1") == first
    assert len(store.messages.turns(chat.session)) == 1


def test_state_cart_and_messages_survive_a_restart(chat: Chat, folder: Folder, store: Store, index: Index) -> None:
    chat.say("boots under $45")
    chat.assistant.close()
    chat.assistant = opened(folder, store, index)
    done = chat.say("cheapest")
    assert ids(done) == ["boot-3", "boot-2"]
    assert done["need"]["price_max"] == "45.00"
    assert [turn.text for turn in store.messages.turns(chat.session)] == ["boots under $45", "cheapest"]


def test_what_was_shown_is_in_the_event_log(chat: Chat, store: Store) -> None:
    shown = ids(chat.say("boots"))
    assert [event.product for event in store.events.for_session(chat.session) if event.kind == "shown"] == shown


@pytest.mark.parametrize(
    "text",
    ["", "x" * 2_000_000, "\x00\x00", "🎁🎁", "\ud83c boots", "\ufffd" * 50, "<script>alert(1)</script>", "'; DROP TABLE"],
)
def test_strange_text_gets_a_sentence(chat: Chat, text: str) -> None:
    assert chat.say(text)["reply"]


def test_an_unknown_session_is_refused(chat: Chat) -> None:
    chat.session = "s_nobody"
    with pytest.raises(NotFound, match="no session s_nobody"):
        chat.frames("boots")


def test_a_failing_tool_costs_an_apology_not_the_conversation(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(chat.assistant._index.searcher, "search", lambda *a, **k: 1 / 0)
        frames = chat.frames("boots")
        assert "error" in [frame.kind for frame in frames]
        assert "Something went wrong" in frames[-1].data["reply"]
    assert ids(chat.say("boots"))


def test_a_tool_from_a_folder_is_used(folder: Folder, store: Store, index: Index, tmp_path: Path) -> None:
    (tmp_path / "gifts.py").write_text(GIFT_WRAP, encoding="utf-8")
    (tmp_path / "broken.py").write_text("import nothing_of_that_name", encoding="utf-8")
    chat = Chat(opened(folder, store, index, tools_path=tmp_path), store)
    chat.say("canvas boots")
    assert chat.say("can you gift wrap the first one?")["reply"] == "We wrap it in green paper."
    assert "broken.py" in chat.assistant.registry.problems[0]
    chat.assistant.close()


def test_a_question_is_answered_from_what_the_shop_says(chat: Chat) -> None:
    chat.say("hiking boots")
    assert "material: Leather." in chat.say("what is the first one made of?")["reply"]
    assert "“Waterproof Hiking Boots” costs $" in chat.say("how much is it?")["reply"]
    assert "The shop does not say that" in chat.say("is it vegan?")["reply"]
    assert "Waterproof Hiking Boots" in chat.say("is it waterproof?")["reply"]


def test_how_many_can_be_said_and_taken_back(chat: Chat, store: Store) -> None:
    def quantities() -> list[int]:
        return [line.quantity for line in store.carts.get(chat.session).lines]

    chat.say("canvas boots")
    chat.say("add 2 of the first one to my cart")
    assert quantities() == [2]
    chat.say("one more")
    assert quantities() == [3]
    chat.say("remove one")
    assert quantities() == [2]
    assert "is out of your cart" in chat.say("take it out again")["reply"]
    assert quantities() == []


def test_pointing_at_nothing_adds_nothing(chat: Chat, store: Store) -> None:
    chat.say("canvas boots under $45")
    assert "only" in chat.say("add the fourth one to my cart")["reply"]
    assert store.carts.get(chat.session).lines == ()


def test_a_comparison_names_prices(chat: Chat) -> None:
    chat.say("boots")
    reply = chat.say("compare the first two")["reply"]
    assert "They differ in price" in reply
    assert "Price: " in reply


def test_small_talk_is_answered_with_what_can_be_done_here(chat: Chat) -> None:
    done = chat.say("write me a poem")
    assert "I only know this shop" in done["reply"]
    assert done["products"] == []


def test_what_the_shop_does_not_sell_is_not_replaced_by_anything(chat: Chat) -> None:
    done = chat.say("umbrella")
    assert done["products"] == []
    assert "I found nothing for “umbrella”" in done["reply"]


def test_a_long_message_is_not_said_again_when_nothing_is_found(chat: Chat) -> None:
    reply = chat.say("umbrella" * 30)["reply"]
    assert "I found nothing like that" in reply
    assert "umbrella" not in reply


def test_a_cart_is_shown_with_what_is_in_it(chat: Chat) -> None:
    chat.say("canvas boots")
    chat.say("add the first one to my cart")
    assert "In it: “Canvas Boots”." in chat.say("what is in my cart?")["reply"]


def test_a_chip_names_a_size_as_a_size(chat: Chat) -> None:
    assert "size 42" in [chip["label"] for chip in chat.say("boots size 42")["chips"]]


def test_a_card_gives_no_reason_that_its_options_state_already(chat: Chat) -> None:
    first = next(item for item in chat.say("black waterproof hiking boots")["products"] if item["id"] == "boot-1")
    assert "Black" not in first["reason"]


def test_chips_speak_the_language_of_the_conversation(chat: Chat) -> None:
    labels = [chip["label"] for chip in chat.say("黑色的靴子 50美元以内")["chips"]]
    assert labels[:2] == ["$50以内", "黑色"]


def test_what_no_card_states_is_said(chat: Chat) -> None:
    assert "does not state the size" in chat.say("boots size 42")["reply"]


def test_a_misspelt_wish_is_understood_and_named(chat: Chat) -> None:
    done = chat.say("canvas bootts")
    assert ids(done)[0] == "boot-2"
    assert "I took “bootts” to mean boot" in done["reply"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jasmine tea under $7", "Nothing here is up to $7.00; these are up to $8.40."),
        ("7美元以内的茶叶", "没有$7.00以内的，这些是$8.40以内的。"),
    ],
)
def test_a_widened_price_is_said_and_noted_on_the_card(chat: Chat, text: str, said: str) -> None:
    done = chat.say(text)
    assert ids(done) == ["tea-1"]
    assert said in done["reply"]
    assert done["products"][0]["notes"] in (["a little over your limit of $7.00"], ["略超预算$7.00"])
