from typing import Any

import pytest
from fastapi.testclient import TestClient

from shop.event import Event
from ui.api import create_app
from ui.bootstrap import App

CLICK = {"kind": "click", "product": "boot-1", "variant": "boot-1-b"}


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app))


class Visitor:
    def __init__(self, app: App, client: TestClient, consent: bool = True) -> None:
        self.session, token = app.store.sessions.create(consent=consent)
        self.app, self._client, self._who = app, client, {"Authorization": f"Bearer {token}"}
        client.post("/v1/chat", json={"turn_id": f"t-{self.session.id}", "text": "boots"}, headers=self._who)
        self.turn = f"t-{self.session.id}"

    def report(self, *events: dict[str, Any]) -> Any:
        return self._client.post("/v1/events", json={"events": list(events)}, headers=self._who)

    def kept(self) -> list[Event]:
        return [event for event in self.app.store.events.for_session(self.session.id) if event.kind not in ("shown", "search")]


def test_a_report_is_stored_as_this_session_saw_it(app: App, client: TestClient) -> None:
    visitor = Visitor(app, client)
    told = {**CLICK, "turn": visitor.turn, "list_id": "l_1", "position": 2}
    assert visitor.report(told, {"kind": "view", "product": "tea-1", "value": 12.5}).json() == {"stored": 2}
    click, view = visitor.kept()
    assert (click.product, click.variant, click.turn, click.list_id, click.position) == (
        "boot-1",
        "boot-1-b",
        visitor.turn,
        "l_1",
        2,
    )
    assert (click.session, click.consent, view.value) == (visitor.session.id, True, 12.5)
    assert click.time >= visitor.session.created


def test_a_report_sent_twice_is_one_event_in_its_own_session_only(app: App, client: TestClient) -> None:
    one, two = Visitor(app, client), Visitor(app, client)
    told = {**CLICK, "idempotency_key": "k"}
    assert [visitor.report(told).json()["stored"] for visitor in (one, one, two)] == [1, 0, 1]


def test_a_thumb_keeps_its_reason(app: App, client: TestClient) -> None:
    visitor = Visitor(app, client)
    visitor.report({"kind": "thumb", "turn": visitor.turn, "value": -1, "query": "too expensive"})
    assert [(event.kind, event.value, event.query) for event in visitor.kept()] == [("thumb", -1.0, "too expensive")]


def test_without_consent_only_what_was_said_to_the_shop_is_kept(app: App, client: TestClient) -> None:
    visitor = Visitor(app, client, consent=False)
    answer = visitor.report(CLICK, {"kind": "search", "query": "tea"}, {"kind": "thumb", "turn": visitor.turn, "value": 1})
    assert answer.json() == {"stored": 1}
    assert [(event.kind, event.shopper, event.consent) for event in visitor.kept()] == [("thumb", None, False)]


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ({"kind": "buy", "product": "boot-1"}, "events.1.kind"),
        ({"kind": "add_to_cart", "product": "boot-1"}, "events.1.kind"),
        ({"kind": "shown", "product": "boot-1"}, "events.1.kind"),
        ({"kind": "click"}, "a click needs a product"),
        ({"kind": "click", "product": "none"}, "events.1: there is no product none"),
        ({"kind": "click", "product": "boot-1", "variant": "tea-1"}, "has no variant tea-1"),
        ({"kind": "click", "product": "boot-1", "turn": "other"}, "there is no turn other in this session"),
        ({"kind": "thumb", "value": 1}, "a thumb needs a turn"),
        ({"kind": "thumb", "turn": "t", "value": 5}, "1 or -1"),
        ({"kind": "thumb", "turn": "t", "value": 1, "query": "x" * 501}, "at most 500 characters"),
        ({"kind": "view", "product": "boot-1", "value": 1e9}, "0 to 3600"),
        ({"kind": "view", "product": "boot-1", "value": "nan"}, "events.1.value"),
        ({"kind": "search"}, "needs a query"),
        ({**CLICK, "shopper": "C-1"}, "shopper"),
        ({**CLICK, "time": 1}, "time"),
        ({**CLICK, "consent": True}, "consent"),
        ({**CLICK, "idempotency_key": "x" * 101}, "idempotency_key"),
    ],
)
def test_one_wrong_report_and_nothing_is_stored(app: App, client: TestClient, event: dict[str, Any], sentence: str) -> None:
    visitor = Visitor(app, client)
    answer = visitor.report(CLICK, event)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    assert visitor.kept() == []


def test_anothers_turn_is_not_this_sessions(app: App, client: TestClient) -> None:
    one, two = Visitor(app, client), Visitor(app, client)
    assert two.report({"kind": "thumb", "turn": one.turn, "value": 1}).status_code == 422


def test_there_are_at_most_a_hundred(app: App, client: TestClient) -> None:
    visitor = Visitor(app, client)
    assert visitor.report(*[CLICK] * 100).json() == {"stored": 100}
    assert visitor.report(*[CLICK] * 101).status_code == 422
    assert visitor.report().status_code == 422
