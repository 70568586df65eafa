import json
from pathlib import Path

import pytest

from shop.importing.broken import BrokenFile
from shop.importing.readers.jsontext import read_json
from shop.importing.row import Row
from shop.importing.source import Source


def rows(path: Path, text: str) -> list[Row]:
    file = path / "file.json"
    file.write_text(text, encoding="utf-8")
    return list(read_json(Source(file)))


def test_an_array_gives_its_objects_with_their_lines(tmp_path: Path) -> None:
    found = rows(tmp_path, '[\n  {"a": 1},\n  {\n    "a": [2, "]"]\n  }\n]\n')

    assert [(row.line, row.data) for row in found] == [(2, {"a": 1}), (3, {"a": [2, "]"]})]


def test_values_may_be_larger_than_the_window(tmp_path: Path) -> None:
    items = [{"n": number, "text": "x" * 700_000} for number in range(3)]

    assert [row.data for row in rows(tmp_path, json.dumps(items))] == items


@pytest.mark.parametrize(
    "text",
    [
        '{"total": 2, "products": [{"id": 1}, {"id": 2}]}',
        '{"data": {"items": [{"id": 1}, {"id": 2}], "page": 1}}',
        '[{"id": 1}, {"id": 2}]',
    ],
)
def test_the_list_inside_an_object_is_found(tmp_path: Path, text: str) -> None:
    assert [row.data for row in rows(tmp_path, text)] == [{"id": 1}, {"id": 2}]


def test_an_object_of_objects_keeps_its_keys(tmp_path: Path) -> None:
    found = rows(tmp_path, '{"products": {"p1": {"n": 1}, "p2": {"n": 2}}}')

    assert [row.data for row in found] == [{"key": "p1", "n": 1}, {"key": "p2", "n": 2}]


def test_a_lone_product_is_one_row(tmp_path: Path) -> None:
    found = rows(tmp_path, '{"id": 1, "title": "Mug", "variants": [{"id": 2}]}')

    assert [row.data for row in found] == [{"id": 1, "title": "Mug", "variants": [{"id": 2}]}]


def test_what_is_no_object_is_a_problem_row(tmp_path: Path) -> None:
    found = rows(tmp_path, '[{"a": 1}, 7]')

    assert [row.problem for row in found] == [None, "not a JSON object"]


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1}, {"b": ',
        '[{"a": 1}',
        '[{"a": 1} {"b": 2}]',
        '[{"a": 1}] trailing',
        "[" * 100_000,
        '{"a": [1, 2',
        '{"a" 1}',
    ],
)
def test_a_damaged_file_is_broken_as_a_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenFile, match="it is not whole JSON"):
        rows(tmp_path, text)
