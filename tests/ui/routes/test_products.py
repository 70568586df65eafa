import pytest
from fastapi.testclient import TestClient

from ui.api import create_app
from ui.bootstrap import App


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app))


def recommended(client: TestClient, **asked: str | int) -> list[str]:
    return [item["id"] for item in client.get("/v1/recommendations", params=asked).json()["products"]]


def test_what_others_bought_is_recommended_beside_a_product(app: App, client: TestClient) -> None:
    from shop.event import Event

    bought = [
        Event(kind="buy", time=1000 * step + place, shopper=f"C-{step}", session=f"s{step}", product=product)
        for step in range(5)
        for place, product in enumerate(("boot-2", "tea-1"))
    ]
    app.store.events.add(bought)
    app.ranker.fit(bought)
    assert recommended(client, product="boot-2", k=1) == ["tea-1"]
    assert set(recommended(client)) == {"boot-2", "tea-1"}


def test_an_unknown_product_has_none_beside_it(client: TestClient) -> None:
    answer = client.get("/v1/recommendations", params={"product": "none"})
    assert (answer.status_code, "no product none" in answer.json()["detail"]) == (404, True)


def test_a_wrong_token_is_not_taken_for_none(client: TestClient) -> None:
    assert client.get("/v1/recommendations", headers={"Authorization": "Bearer x"}).status_code == 401
