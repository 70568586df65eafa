"""Two shoppers with different pasts ask the same thing."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.conversation import Assistant
from recommender.blend import Blend
from recommender.foresight import Foresight
from recommender.learning import Plan, learn_shop
from recommender.shop_log import ShopLog
from retrieval.index import Index
from shop.event import Event
from shop.folder import Folder
from shop.money import Money
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store

MAKERS = ("Kuma", "Olle")


def mug(maker: str, number: int) -> Product:
    id_ = f"{maker.lower()}-{number}"
    variant = Variant(id=id_, price=Money(minor=900 + number, currency="USD"), stock=5)
    return Product(id=id_, title=f"{maker} stoneware mug no. {number}", category=("Mugs",), brand=maker, variants=(variant,))


def clicked(product: str, time: int, **who: str) -> Event:
    return Event(kind="click", time=time, product=product, **who)


@pytest.fixture
def assistant(folder: Folder, store: Store) -> Iterator[Assistant]:
    store.facts.set("currency", "USD")
    store.catalogue.upsert([mug(maker, number) for maker in MAKERS for number in range(8)])
    # Fifty shoppers like one maker or the other.
    store.events.add(
        clicked(f"{MAKERS[shopper % 2].lower()}-{(shopper // 2 + step) % 8}", 100 * shopper + step, shopper=f"s{shopper}")
        for shopper in range(50)
        for step in range(6)
    )
    settings = load_settings(data=folder.path)
    index = Index.open(folder, store, settings)
    index.build()
    foresight = Foresight(learn_shop(ShopLog.of(store), Plan()), "v1")
    ranker = Blend(lambda: foresight, store.events.for_shopper)
    ranker.fit(event for batch in store.events.iterate() for event in batch)
    opened = Assistant(store=store, index=index, ranker=ranker, settings=settings)
    yield opened
    opened.close()
    index.close()


def asked(assistant: Assistant, store: Store, maker: str, text: str) -> list[dict[str, Any]]:
    session = store.sessions.create(consent=True)[0].id
    store.events.add(clicked(f"{maker}-{number}", 10**6 + number, session=session) for number in (2, 3))

    async def turn() -> list[Any]:
        return [frame async for frame in assistant.turn(session, text)]

    products: list[dict[str, Any]] = asyncio.run(turn())[-1].data["products"]
    return products


def test_each_sees_their_own_maker_first_with_a_reason_of_their_own(assistant: Assistant, store: Store) -> None:
    kuma, olle = (asked(assistant, store, maker, "stoneware mug") for maker in ("kuma", "olle"))
    assert [card["id"] for card in kuma] != [card["id"] for card in olle]
    assert kuma[0]["brand"] == "Kuma"
    assert olle[0]["brand"] == "Olle"
    assert "Kuma stoneware mug no. 3" in kuma[0]["reason"]
    assert "Olle stoneware mug no. 3" in olle[0]["reason"]
    # Equally relevant: every card is what was asked for.
    assert len(kuma) == len(olle)
    assert all("stoneware mug" in card["title"] for card in (*kuma, *olle))


def test_recommendations_without_words_go_by_the_visit(assistant: Assistant, store: Store) -> None:
    kuma = asked(assistant, store, "kuma", "recommend something")
    assert kuma[0]["brand"] == "Kuma"
    assert "because of" in kuma[0]["reason"]


def test_a_limit_that_stands_holds_for_recommendations_too(assistant: Assistant, store: Store) -> None:
    session = store.sessions.create(consent=True)[0].id
    store.events.add(clicked(f"kuma-{number}", 10**6 + number, session=session) for number in (2, 3))

    async def said(text: str) -> list[dict[str, Any]]:
        products: list[dict[str, Any]] = [frame async for frame in assistant.turn(session, text)][-1].data["products"]
        return products

    asyncio.run(said("stoneware mugs under $9.03"))
    found = asyncio.run(said("recommend something"))
    assert found
    assert all(float(card["price"]) <= 9.03 for card in found)


def test_who_does_not_agree_to_be_remembered_gets_what_everybody_likes(assistant: Assistant, store: Store) -> None:
    def seen(**who: Any) -> list[tuple[str, str]]:
        session = store.sessions.create(**who)[0].id
        store.events.add(clicked(f"kuma-{number}", 10**6 + number, session=session) for number in (2, 3))

        async def turn() -> list[dict[str, Any]]:
            products: list[dict[str, Any]] = [frame async for frame in assistant.turn(session, "stoneware mug")][-1].data[
                "products"
            ]
            return products

        return [(card["id"], card["reason"]) for card in asyncio.run(turn())]

    assert seen(consent=False, shopper="s1") == seen(consent=False)
    assert all("because" not in reason for _, reason in seen(consent=False))
    assert seen(consent=True) != seen(consent=False)


def test_what_is_shown_is_written_down_with_its_ranker_and_with_the_chance_that_it_had(
    assistant: Assistant, store: Store
) -> None:
    for _ in range(40):  # one list in ten explores
        asked(assistant, store, "kuma", "recommend something")
    shown = next(iter(store.events.iterate(["shown"])))
    assert {event.ranker_version for event in shown} == {"personal v1"}
    last = [event for event in shown if event.position == 4]
    assert len(last) == 40
    assert {event.propensity for event in last} == {0.9, 0.1 / 5}  # ten are put in order, five of them are shown
    assert {event.propensity for event in shown if event.position != 4} == {None}


def test_what_was_said_of_taste_counts_in_the_conversation_and_is_forgotten_with_it(assistant: Assistant, store: Store) -> None:
    plain = asked(assistant, store, "kuma", "stoneware mug")
    session = store.sessions.create()[0].id

    async def said(text: str) -> list[dict[str, Any]]:
        products: list[dict[str, Any]] = [frame async for frame in assistant.turn(session, text)][-1].data["products"]
        return products

    asyncio.run(said("stoneware mug"))
    olle = asyncio.run(said("I love olle mugs, show me a stoneware mug"))
    assert olle[0]["brand"] == "Olle"
    asyncio.run(said("start over"))
    state = store.sessions.state(session)
    assert state is not None
    assert state["tastes"] == {"liked": [], "disliked": []}
    assert plain[0]["brand"] == "Kuma"


def test_what_was_known_of_a_product_is_kept_with_it_if_its_shopper_agrees(assistant: Assistant, store: Store) -> None:
    asked(assistant, store, "kuma", "stoneware mug")
    session = store.sessions.create(consent=False)[0].id

    async def turn() -> None:
        [frame async for frame in assistant.turn(session, "stoneware mug")]

    asyncio.run(turn())
    shown = [event for batch in store.events.iterate(["shown"]) for event in batch]
    told = [event.features for event in shown if event.consent]
    assert all(features and features["asked"] == 1.0 and features["search"] > 0 for features in told)
    assert any(features and features.get("next") for features in told)
    assert {event.features for event in shown if not event.consent} == {None}
