import pytest
from starlette.testclient import TestClient

from ui.api import create_app
from ui.bootstrap import App


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app), client=("127.0.0.1", 1))


def test_the_words_are_understood_as_in_the_chat(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "black boots under $130, no canvas"}).json()
    assert found["products"][0]["id"] == "boot-1"
    assert (found["need"]["price_max"], found["need"]["query"]) == ("130.00", "boots")
    assert "boot-2" not in [item["id"] for item in found["products"]]


async def test_beyond_a_price_limit_it_answers_in_the_order_of_the_chat(app: App, client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "boots under $5"}).json()
    session = app.store.sessions.create()[0].id
    said = [frame async for frame in app.assistant.turn(session, "boots under $5")][-1].data
    assert [item["id"] for item in said["products"]] == [item["id"] for item in found["products"]]
    assert [item["id"] for item in found["products"]] == ["boot-3", "boot-2", "boot-1", "boot-4"]
    assert [item["attribute"] for item in found["relaxed"]] == ["price_max"]


def test_raw_words_are_only_words(client: TestClient) -> None:
    need = client.get("/v1/search", params={"q": "boots under $50", "raw": True}).json()["need"]
    assert (need["query"], need["price_max"]) == ("boots under $50", None)


def test_filters_are_never_given_up_nor_left_open(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "boots", "filter": "color:purple"}).json()
    assert (found["total"], found["relaxed"]) == (0, [])
    wished = client.get("/v1/search", params={"q": "purple boots"}).json()
    assert wished["products"][0]["notes"] == ["colour not stated"]


def test_every_hit_says_why_in_the_shoppers_language(client: TestClient) -> None:
    english = client.get("/v1/search", params={"q": "canvas boots"}).json()["products"][0]
    chinese = client.get("/v1/search", params={"q": "canvas boots", "language": "zh"}).json()["products"][0]
    assert english["why"][0] == "“boots” in its name"
    assert chinese["why"][0] == "名称里有“boots”"


def test_facets_have_labels_and_counts(client: TestClient) -> None:
    facets = {item["name"]: item for item in client.get("/v1/search", params={"q": "boots", "facets": 1}).json()["facets"]}
    assert facets["brand"]["values"][0] == {"value": "Tarnwick", "label": "Tarnwick", "count": 2, "selected": False}


def test_one_may_page_and_sort(client: TestClient) -> None:
    first = client.get("/v1/search", params={"q": "boots", "k": 1, "sort": "price_asc"}).json()["products"]
    second = client.get("/v1/search", params={"q": "boots", "k": 1, "offset": 1, "sort": "price_asc"}).json()["products"]
    assert float(first[0]["price"]) <= float(second[0]["price"])
    assert first[0]["id"] != second[0]["id"]


def test_filters_without_words_browse(client: TestClient) -> None:
    found = client.get("/v1/search", params={"brand": "Tarnwick"}).json()
    assert {item["brand"] for item in found["products"]} == {"Tarnwick"}


@pytest.mark.parametrize(
    ("params", "status", "said"),
    [
        ({"price_min": "9", "price_max": "3"}, 400, "above the highest"),
        ({"price_max": "Infinity"}, 400, "is no price"),
        ({"filter": "black"}, 400, "write attribute:value"),
        ({"rating_min": "nan"}, 400, "stars go from 0 to 5"),
        ({"sort": "cheapest"}, 422, "sort"),
        ({"k": "many"}, 422, "k:"),
    ],
)
def test_what_cannot_be_meant_is_answered_with_a_sentence(
    client: TestClient, params: dict[str, str], status: int, said: str
) -> None:
    answer = client.get("/v1/search", params={"q": "boots", **params})
    assert answer.status_code == status
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "text",
    ["boots " * 1000, "水" * 5000, "🥾🥾", "\x00\x1b[31mboots", "' OR 1=1 --", ".*(a+)+$" * 50, "<script>alert(1)</script>"],
)
def test_strange_texts_are_answered(client: TestClient, text: str) -> None:
    answer = client.get("/v1/search", params={"q": text})
    assert answer.status_code == 200
    assert answer.json()["cut"] is (len(text) > 2000)


def test_numbers_out_of_range_are_brought_into_it(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "boots", "k": 10**9, "offset": -5})
    assert answer.status_code == 200
    assert len(answer.json()["products"]) == 4
