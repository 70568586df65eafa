import pytest
from fastapi.testclient import TestClient

from shop.event import Event
from ui.api import create_app
from ui.bootstrap import App


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app))


def listed(client: TestClient, **asked: str | int) -> list[str]:
    answer = client.get("/v1/recommendations", params=asked)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["products"]]


def bought(app: App, *pair: str) -> None:
    app.around.fit(
        Event(kind="buy", time=n, session=f"{those[0]}{n // 2}", product=those[n % 2])
        for those in (pair, ("x", "y"))
        for n in range(12)
    )


def test_goods_like_one_and_goods_bought_with_it(app: App, client: TestClient) -> None:
    bought(app, "boot-2", "tea-1")
    assert listed(client, kind="similar", product="boot-2", k=1)[0].startswith("boot")
    answer = client.get("/v1/recommendations", params={"kind": "together", "product": "boot-2"}).json()
    [found] = answer["products"]
    assert (answer["kind"], found["id"]) == ("together", "tea-1")
    assert found["reason"].startswith("often chosen with “")


def test_the_cart_of_a_session_is_completed(app: App, client: TestClient) -> None:
    bought(app, "boot-2", "tea-1")
    session = client.post("/v1/sessions", json={"consent": True}).json()
    headers = {"Authorization": f"Bearer {session['token']}"}

    def completing() -> list[str]:
        answer = client.get("/v1/recommendations", params={"kind": "cart"}, headers=headers)
        return [item["id"] for item in answer.json()["products"]]

    assert completing() == []
    variant = client.get("/v1/products/boot-2").json()["variant"]
    assert client.put("/v1/cart", json={"product": "boot-2", "variant": variant}, headers=headers).status_code == 200
    assert completing() == ["tea-1"]


def test_shelves_of_the_shop(app: App, client: TestClient) -> None:
    bought(app, "boot-2", "tea-1")
    assert set(listed(client, kind="best")) == {"boot-2", "tea-1"}
    assert listed(client, kind="rising") == []
    assert len(listed(client, kind="new", k=3)) == 3


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"kind": "similar"}, 422, "The list similar stands beside a product"),
        ({"kind": "together", "product": "none"}, 404, "There is no product none"),
        ({"kind": "cart"}, 401, "Send its token"),
        ({"kind": "best", "category": "Submarines"}, 404, "There is no category Submarines"),
        ({"kind": "similar", "product": "boot-2", "category": "Shoes"}, 422, "Only new, best, rising can be of one category"),
        ({"kind": "best", "product": "boot-2"}, 422, "The list best stands beside no product"),
        ({"kind": "worst"}, 422, ""),
    ],
)
def test_what_is_asked_wrongly_is_said_in_a_sentence(client: TestClient, asked: dict[str, str], status: int, said: str) -> None:
    answer = client.get("/v1/recommendations", params=asked)
    assert answer.status_code == status
    assert said in answer.json()["detail"]
