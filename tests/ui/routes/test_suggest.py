import pytest
from starlette.testclient import TestClient

from shop.event import Event
from ui.api import create_app
from ui.bootstrap import App
from ui.cli import main


@pytest.fixture
def client(app: App) -> TestClient:
    return TestClient(create_app(app), client=("127.0.0.1", 1))


def suggested(client: TestClient, typed: str, language: str = "en") -> list[str]:
    found = client.get("/v1/suggest", params={"q": typed, "language": language}).json()["suggestions"]
    return [item["text"] for item in found]


def test_what_the_shop_has_is_suggested(client: TestClient) -> None:
    assert suggested(client, "boo")[0] == "Boots"
    assert "Tarnwick" in suggested(client, "tarn")
    assert suggested(client, "zzz") == []


def test_a_title_stands_in_its_category_in_its_own_language(client: TestClient) -> None:
    def wheres(typed: str) -> list[tuple[str, str | None]]:
        found = client.get("/v1/suggest", params={"q": typed}).json()["suggestions"]
        return [(item["text"], item["where"]) for item in found]

    assert wheres("waterproof") == [("Waterproof Hiking Boots", "Boots")]
    assert wheres("fangshui") == [("防水徒步靴", "靴子")]


def test_letters_that_may_be_pinyin_too_begin_words_of_the_pages_language_first(client: TestClient) -> None:
    assert suggested(client, "s", "en")[0] == "Shoes"
    assert suggested(client, "s", "zh")[0] == "食品"
    assert "食品" in suggested(client, "s", "en")


def test_before_anything_is_typed_there_is_what_others_look_for(app: App, client: TestClient) -> None:
    events = [Event(kind="search", time=2**42, session=f"s{n}", query="jasmine tea", value=1) for n in range(3)]
    assert suggested(client, "")[0] in ("Boots", "Shoes")
    app.store.events.add(events)
    app.suggester._made_at = -1e9
    app.suggester.refresh()
    assert suggested(client, "") == ["jasmine tea"]
    assert suggested(client, "", "zh") == []


def test_numbers_out_of_range_are_brought_into_it(client: TestClient) -> None:
    assert len(client.get("/v1/suggest", params={"q": "b", "k": -4}).json()["suggestions"]) == 1


def test_searches_are_counted_and_those_that_find_nothing_reported(
    app: App, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("submarine", "submarine", "boots"):
        client.get("/v1/search", params={"q": text})
    app.close()
    with pytest.raises(SystemExit):
        main(("search", "--zero-results", "--data", str(app.folder.path)))
    out = capsys.readouterr().out
    assert "    2  submarine" in out
    assert "boots" not in out
