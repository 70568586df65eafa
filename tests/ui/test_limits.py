import pytest
from fastapi.testclient import TestClient

from ui.api import create_app
from ui.bootstrap import App
from ui.limits import Limit, Limits
from ui.problems import Problem


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_caller_waits_until_the_oldest_call_is_past() -> None:
    clock = Clock()
    limit = Limit(2, clock)
    limit.take("a")
    clock.now += 20
    limit.take("a")
    limit.take("b")
    with pytest.raises(Problem) as refused:
        limit.take("a")
    assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": "40"})
    clock.now += 40
    limit.take("a")


def test_an_address_cannot_begin_thousands_of_sessions(app: App) -> None:
    api = create_app(app)
    api.state.limits = Limits.of(app.settings.limits.model_copy(update={"sessions_per_hour": 3}))
    client = TestClient(api)
    answers = [client.post("/v1/sessions", json={}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert int(answers[-1].headers["Retry-After"]) > 3000
    assert answers[-1].headers["content-type"] == "application/problem+json"


def test_looking_has_its_own_limit(app: App) -> None:
    api = create_app(app)
    api.state.limits = Limits.of(app.settings.limits.model_copy(update={"lookups_per_minute": 2}))
    client = TestClient(api)
    assert [client.get("/v1/search?q=tea").status_code for _ in range(3)] == [200, 200, 429]
    assert client.post("/v1/sessions", json={}).status_code == 201


def test_one_household_is_one_caller(app: App) -> None:
    api = create_app(app)
    api.state.limits = Limits.of(app.settings.limits.model_copy(update={"sessions_per_hour": 1}))
    first, second, third = (TestClient(api, client=(host, 1)) for host in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"))
    assert [client.post("/v1/sessions", json={}).status_code for client in (first, second, third)] == [201, 429, 201]
