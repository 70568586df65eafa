"""Sessions, messages, carts, events and keys: what a conversation leaves behind."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from shop.cart import Cart
from shop.event import Event
from shop.store.messages import Turn
from shop.store.store import Store


def test_a_session_is_found_by_its_token_and_by_nothing_else(store: Store) -> None:
    session, token = store.sessions.create(language="zh", consent=True)
    assert store.sessions.by_token(token) == session
    assert store.sessions.by_token(session.id) is None
    assert store.sessions.get(session.id) == session


def test_the_token_itself_is_not_stored(store: Store) -> None:
    _, token = store.sessions.create()
    with store._database.read() as connection:
        assert token not in str(connection.exec_driver_sql("SELECT * FROM sessions").all())


def test_a_turn_stores_message_state_and_events_together(store: Store) -> None:
    session, _ = store.sessions.create()
    turn = Turn(id="t1", session=session.id, time=5, text="hello", reply="hi", frames=[{"kind": "done", "data": {}}])
    store.messages.add_turn(turn, state={"need": {"query": "hello"}}, events=[Event(kind="shown", time=5, product="p1")])
    assert store.messages.turn("t1") == turn
    assert store.sessions.state(session.id) == {"need": {"query": "hello"}}
    assert store.events.count() == 1


def test_a_turn_that_cannot_be_stored_leaves_no_events(store: Store) -> None:
    session, _ = store.sessions.create()
    turn = Turn(id="t1", session=session.id, time=5, text="hello")
    store.messages.add_turn(turn)
    with pytest.raises(IntegrityError):
        store.messages.add_turn(turn, events=[Event(kind="shown", time=5, product="p1")])
    assert store.events.count() == 0


def test_the_latest_turns_come_oldest_first(store: Store) -> None:
    session, _ = store.sessions.create()
    for number in range(4):
        store.messages.add_turn(Turn(id=f"t{number}", session=session.id, time=number, text=str(number)))
    assert [turn.text for turn in store.messages.turns(session.id, limit=2)] == ["2", "3"]


def test_an_event_reported_twice_is_one_event(store: Store) -> None:
    event = Event(kind="click", time=1, product="p1", idempotency_key="abc")
    assert store.events.add([event, event, Event(kind="click", time=2, product="p1")]) == 2
    assert store.events.add([event]) == 0


def test_events_come_in_the_order_of_time_however_they_arrived(store: Store) -> None:
    store.events.add(Event(kind="view", time=time, product=f"p{time}") for time in (5, 1, 3, 3, 2, 4))
    walked = [event.time for batch in store.events.iterate(batch=2) for event in batch]
    assert walked == [1, 2, 3, 3, 4, 5]
    assert [event.time for batch in store.events.iterate(since=3) for event in batch] == [3, 3, 4, 5]


def test_a_shoppers_latest_events_come_oldest_first(store: Store) -> None:
    store.events.add(Event(kind="view", time=time, shopper="s", product="p") for time in range(5))
    assert [event.time for event in store.events.for_shopper("s", limit=2)] == [3, 4]


def test_a_cart_is_kept_until_it_changes(store: Store) -> None:
    session, _ = store.sessions.create()
    assert store.carts.get(session.id) == Cart()
    cart = Cart().with_line("p1", "p1-m", 2)
    store.carts.put(session.id, cart)
    assert store.carts.get(session.id) == cart


def test_forgetting_a_session_forgets_its_messages_and_cart(store: Store) -> None:
    session, token = store.sessions.create()
    store.messages.add_turn(Turn(id="t1", session=session.id, time=1, text="hello"))
    store.carts.put(session.id, Cart().with_line("p1", "p1-m", 2))
    store.sessions.delete(session.id)
    assert store.sessions.by_token(token) is None
    assert store.messages.turns(session.id) == []
    assert store.carts.get(session.id) == Cart()


def test_a_revoked_key_is_not_found(store: Store) -> None:
    key = store.keys.create(["https://shop.example"], name="front page")
    assert store.keys.get(key.id) == key
    assert store.keys.revoke(key.id)
    assert store.keys.get(key.id) is None
    assert store.keys.all() == []
    assert not store.keys.revoke(key.id)
