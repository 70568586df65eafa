from pathlib import Path

import pytest

from shop.importing.broken import BrokenFile
from shop.importing.readers.delimited import read_delimited
from shop.importing.row import Row
from shop.importing.source import Source


def rows(path: Path, text: str) -> list[Row]:
    file = path / "file.csv"
    file.write_text(text, encoding="utf-8", newline="")
    return list(read_delimited(Source(file)))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, sign: str) -> None:
    found = rows(tmp_path, f'id{sign}title{sign}price\n1{sign}"a, b; c"{sign}2\n')

    assert [row.data for row in found] == [{"id": "1", "title": "a, b; c", "price": "2"}]


def test_lines_are_counted_where_records_begin(tmp_path: Path) -> None:
    found = rows(tmp_path, 'id,title\r\n1,"two\r\nlines"\r\n\r\n2,b\r\n')

    assert [row.line for row in found] == [2, 5]


def test_a_line_of_another_width_is_a_problem_row(tmp_path: Path) -> None:
    found = rows(tmp_path, "id,title\n1,a\n2\n3,c,d\n4,e\n")

    assert [row.problem for row in found] == [None, "1 cells where the header has 2", "3 cells where the header has 2", None]


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    assert rows(tmp_path, "id,tag,tag,\n1,a,b,c\n")[0].data == {"id": "1", "tag": "a", "tag (2)": "b", "column 4": "c"}


def test_a_quotation_mark_that_is_never_closed_breaks_the_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="opened on line 3 is never closed"):
        rows(tmp_path, 'id,title\n1,a\n2,"b\n3,c\n')
