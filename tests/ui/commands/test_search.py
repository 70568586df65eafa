import json
from pathlib import Path

import pytest

from retrieval.index import Index
from shop.folder import Folder
from ui.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def data(index: Index, folder: Folder) -> str:
    index.close()
    return str(folder.path)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_products_are_listed_with_price_and_id(data: str, capsys: Capture) -> None:
    assert run("search", "canvas", "boots", "-k", "1", "--data", data) == 0
    out = capsys.readouterr().out
    assert "1. Canvas Boots  40.00 USD  4.8 stars  [boot-2]" in out
    assert "“boots” in its name; material: Canvas" in out


def test_json_is_one_product_a_line(data: str, capsys: Capture) -> None:
    assert run("search", "徒步靴", "-k", "1", "--json", "--data", data) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "boot-1"


def test_beyond_a_price_limit_the_nearest_to_it_comes_first(data: str, capsys: Capture) -> None:
    assert run("search", "boots", "under", "$5", "--json", "--data", data) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["boot-3", "boot-2", "boot-1", "boot-4"]


def test_nothing_found_is_said(data: str, capsys: Capture) -> None:
    assert run("search", "submarine", "--data", data) == 0
    assert "Nothing in the shop answers “submarine”" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line", ["q1\tjasmine tea", '{"id": "q1", "query": "jasmine tea"}', '{"id": "q1", "title": "Jasmine Tea"}']
)
def test_judged_queries_give_a_run_file(data: str, tmp_path: Path, line: str) -> None:
    queries, out = tmp_path / "queries", tmp_path / "run.trec"
    queries.write_text(line + "\n", encoding="utf-8")
    assert run("search", "--queries", str(queries), "--run", str(out), "--data", data) == 0
    query, q0, product, place, score, name = out.read_text(encoding="utf-8").splitlines()[0].split()
    assert (query, q0, product, place, name) == ("q1", "Q0", "tea-1", "1", "aisle")
    assert float(score) > 0


@pytest.mark.parametrize(
    ("line", "problem"), [("no tab", "no tab"), ('{"id": "q1"}', "lacks one"), ("{broken", "cannot be read")]
)
def test_a_broken_query_names_its_line(data: str, tmp_path: Path, capsys: Capture, line: str, problem: str) -> None:
    queries = tmp_path / "queries"
    queries.write_text(f"q0\tboots\n{line}\n", encoding="utf-8")
    assert run("search", "--queries", str(queries), "--run", str(tmp_path / "run"), "--data", data) == 1
    err = capsys.readouterr().err
    assert problem in err
    assert "line 2" in err


def test_a_file_that_is_no_text_is_named(data: str, tmp_path: Path, capsys: Capture) -> None:
    queries = tmp_path / "queries"
    queries.write_bytes(b"q1\t\xff\xfe")
    assert run("search", "--queries", str(queries), "--run", str(tmp_path / "run"), "--data", data) == 1
    assert f"The queries in {queries} cannot be read (it is not UTF-8)" in capsys.readouterr().err


def test_a_run_file_that_cannot_be_written_is_named(data: str, tmp_path: Path, capsys: Capture) -> None:
    queries, out = tmp_path / "queries", tmp_path / "no" / "run"
    queries.write_text("q1\ttea\n", encoding="utf-8")
    assert run("search", "--queries", str(queries), "--run", str(out), "--data", data) == 1
    assert f"The run file {out} cannot be written" in capsys.readouterr().err


def test_an_endless_question_is_not_repeated(data: str, capsys: Capture) -> None:
    assert run("search", "z" * 100_000, "--data", data) == 0
    assert len(capsys.readouterr().out) < 200


def test_words_and_a_file_of_queries_exclude_each_other(data: str) -> None:
    assert run("search", "--data", data) == 2


def test_searching_beside_an_owner_works(data: str, folder: Folder, capsys: Capture) -> None:
    with folder.own():
        assert run("search", "tea", "--data", data) == 0
    assert "Jasmine Tea" in capsys.readouterr().out


def test_the_index_can_be_built_again(data: str, capsys: Capture) -> None:
    assert run("index", "--data", data, "--json") == 0
    assert json.loads(capsys.readouterr().out)["indexed"] == 7


def test_recommendations_beside_a_product_leave_it_out(data: str, capsys: Capture) -> None:
    assert run("recommend", "--items", "boot-1", "--data", data) == 0
    assert "boot-1" not in capsys.readouterr().out
    assert run("recommend", "--items", "nothing", "--data", data) == 1
    assert run("recommend", "--items", "\udcff", "--data", data) == 1
    assert run("recommend", "--data", data) == 2


def test_the_tools_are_listed(capsys: Capture) -> None:
    assert run("tools", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["name"] == "parse_intent"


def test_a_folder_of_tools_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("AISLE_TOOLS_PATH", str(tmp_path / "none"))
    assert run("tools") == 0
    assert f"There is no folder {tmp_path / 'none'}; change AISLE_TOOLS_PATH." in capsys.readouterr().err


def test_a_command_of_a_later_version_says_so(capsys: Capture) -> None:
    assert run("models", "--anything") == 1
    assert "not there yet" in capsys.readouterr().err


def test_wishes_in_the_words_and_filters_beside_them_are_kept(data: str, capsys: Capture) -> None:
    assert run("search", "boots", "under", "100", "--not", "material:leather", "--json", "--data", data) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {item["id"] for item in found} == {"boot-2", "boot-3"}
    assert "within your budget" in found[0]["why"]


def test_facets_are_counted_on_request(data: str, capsys: Capture) -> None:
    assert run("search", "boots", "--facets", "--data", data) == 0
    assert "brand: Tarnwick (2), Nordhavet (1)" in capsys.readouterr().out


def test_one_product_is_no_products(data: str, capsys: Capture) -> None:
    assert run("search", "jasmine", "tea", "--data", data) == 0
    assert "1 product found" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--price-min", "9", "--price-max", "3"), "is above the highest"),
        (("--price-max", "cheap"), "“cheap” is no price"),
        (("--price-max", "nan"), "is no price"),
        (("--price-min", "-3"), "not below zero"),
        (("--filter", "black"), "write attribute:value"),
        (("--rating-min", "7"), "stars go from 0 to 5"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_one_sentence(data: str, capsys: Capture, options: tuple[str, str], said: str) -> None:
    assert run("search", "boots", *options, "--data", data) == 1
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


def test_a_filter_on_what_the_shop_does_not_know_is_left_out_and_named(data: str, capsys: Capture) -> None:
    assert run("search", "boots", "--filter", "voltage:230", "--data", data) == 0
    out = capsys.readouterr().out
    assert "1. " in out
    assert "“voltage”, so it was left out" in out


def test_a_folder_without_a_shop_is_named_and_not_made(tmp_path: Path, capsys: Capture) -> None:
    assert run("search", "boots", "--data", str(tmp_path / "wrong")) == 1
    assert "There is no shop in" in capsys.readouterr().err
    assert not (tmp_path / "wrong").exists()
