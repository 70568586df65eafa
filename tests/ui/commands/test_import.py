import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from shop.folder import Folder
from shop.product import Product, Variant
from shop.store.store import Store
from ui.cli import main
from ui.commands import import_

FIXTURES = Path(__file__).parents[2] / "shop" / "importing" / "fixtures"


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose index was asked to follow; nothing is indexed here."""
    folders: list[Path] = []
    monkeypatch.setattr(import_, "_index", lambda folder, store, data, notice: folders.append(folder.path))
    return folders


def run(tmp_path: Path, *arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["import", "--data", str(tmp_path / "data"), *map(str, arguments)])
    return int(ended.value.code or 0)


def test_an_import_says_what_it_recognised_and_what_it_left(
    tmp_path: Path, indexed: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, FIXTURES / "products_bad.csv", "--report", tmp_path / "skipped.csv") == 0

    out = capsys.readouterr().out
    assert "products as csv" in out
    assert "9 rows read, 2 products stored, 7 rows skipped" in out
    assert "Prices are in USD (the file names none)." in out
    assert "skipped line 5: the price '-5' is negative" in out
    assert f"All skipped rows are in {tmp_path / 'skipped.csv'}." in out
    assert "The shop has 2 products; search is ready." in out
    assert indexed == [tmp_path / "data"]


def test_the_mapping_is_printed_and_can_be_changed(
    tmp_path: Path, indexed: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, FIXTURES / "products.csv", "--map", "shade=colour") == 0

    out = capsys.readouterr().out
    assert "title=name" in out
    assert "attributes.shade=colour" in out
    assert "columns left out: internal_id" in out


def test_json_is_one_object_a_file(tmp_path: Path, indexed: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, FIXTURES / "products.csv", FIXTURES / "policies.md", "--json") == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["kind"], line["read"], line["stored"], line["skipped"]) for line in lines] == [
        ("products", 3, 3, 0),
        ("policies", 5, 5, 0),
    ]
    assert lines[0]["currency"] == "USD"


def test_policies_alone_need_no_index(tmp_path: Path, indexed: list[Path]) -> None:
    assert run(tmp_path, FIXTURES / "policies.md") == 0
    assert indexed == []


@pytest.mark.parametrize(
    "arguments",
    [["--map", "title"], ["--map", "=a"], ["--kind", "things"], ["--format", "xls"], ["--no-such"]],
)
def test_wrong_usage_ends_with_two(tmp_path: Path, arguments: list[str]) -> None:
    assert run(tmp_path, FIXTURES / "products.csv", *arguments) == 2


def test_a_broken_file_ends_with_one_and_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('[{"id": 1')

    assert run(tmp_path, broken) == 1
    assert capsys.readouterr().err.startswith(f"aisle: {broken} was not imported: it is not whole JSON")


def test_a_file_of_which_no_row_can_be_stored_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title,price\n1,Cup,-3\n")

    assert run(tmp_path, path) == 1
    assert "None of the 1 rows of" in capsys.readouterr().err


def test_beside_a_running_server_the_import_waits_until_it_has_followed(
    tmp_path: Path, indexed: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Folder.open(tmp_path / "data")
    store = Store.open(folder)
    naps: list[float] = []

    def follow(seconds: float) -> None:
        naps.append(seconds)
        store.catalogue.mark("index", store.catalogue.seq())

    monkeypatch.setattr("ui.commands.import_.time.sleep", follow)
    with folder.own():
        assert run(tmp_path, FIXTURES / "products.csv") == 0
    store.close()

    assert len(naps) == 1
    assert indexed == []
    assert "The running server shows the new goods now." in capsys.readouterr().out


def test_a_server_that_does_not_follow_is_not_waited_for_for_ever(store: Store) -> None:
    store.catalogue.upsert([Product(id="1", title="Cup", variants=(Variant(id="1"),))])

    assert not import_.wait_for_owner(store, patience=0)


def test_a_server_that_hangs_is_named(
    tmp_path: Path, indexed: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(import_, "PATIENCE", 0.0)
    with Folder.open(tmp_path / "data").own():
        assert run(tmp_path, FIXTURES / "products.csv", "--json") == 0

    captured = capsys.readouterr()
    assert "has not followed within 0 seconds" in captured.err
    assert json.loads(captured.out)["stored"] == 3


def test_the_first_import_builds_the_index_and_later_ones_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    class Index:
        def __init__(self, store: Store) -> None:
            self.store = store

        @classmethod
        def open(cls, folder: Folder, store: Store, settings: object) -> "Index":
            return cls(store)

        def build(self, progress: object) -> None:
            calls.append("build")
            self.store.catalogue.mark("index", self.store.catalogue.seq())

        def follow(self) -> int:
            calls.append("follow")
            return 0

        def settle(self) -> None:
            calls.append("settle")

        def close(self) -> None:
            calls.append("close")

    monkeypatch.setitem(sys.modules, "retrieval.index", SimpleNamespace(Index=Index))

    assert run(tmp_path, FIXTURES / "products.csv") == 0
    assert run(tmp_path, FIXTURES / "products.csv") == 0

    assert calls == ["build", "close", "follow", "settle", "close"]


def test_removing_most_of_a_shop_needs_a_yes(tmp_path: Path, indexed: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text("id,title,price\n1,Cup,3\n2,Bowl,4\n3,Plate,5\n")
    run(tmp_path, goods)
    goods.write_text("id,title,price\n1,Cup,9\n")

    assert run(tmp_path, goods, "--remove-missing") == 1
    assert "2 products that are not in the files are more than half of the shop" in capsys.readouterr().err
    assert run(tmp_path, goods, "--remove-missing", "--yes") == 0
    assert "2 products that are not in the file were removed" in capsys.readouterr().out
