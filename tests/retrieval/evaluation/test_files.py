from pathlib import Path

import pytest

from retrieval.evaluation.files import read_judgements, read_queries, read_run
from shop.errors import UserError


@pytest.fixture
def written(tmp_path: Path):  # type: ignore[no-untyped-def]
    def write(content: str | bytes) -> Path:
        path = tmp_path / "file.tsv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    "content",
    [
        "q1\td 1\t2\nq2\td2\t0\n",
        "query_id\tproduct_id\tgrade\nq1\td 1\t2\nq2\td2\t0",
        "\ufeffq1\t0\td 1\t2\r\n\r\nq2\t0\td2\t0\r\n",
        "q1\td 1\t2.0\nq1\td 1\t2\nq2\td2\t-1\n",
    ],
    ids=["three columns", "a header", "four columns from Windows", "said twice, and a negative grade"],
)
def test_judgements_are_read_as_people_write_them(written, content: str) -> None:  # type: ignore[no-untyped-def]
    assert read_judgements(written(content)) == {"q1": {"d 1": 2}, "q2": {"d2": 0}}


def test_two_columns_name_right_products(written) -> None:  # type: ignore[no-untyped-def]
    assert read_judgements(written("q1 d1\nq1 d2")) == {"q1": {"d1": 1, "d2": 1}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no judgements"),
        ("q1\td1\tgood", "“good” is no grade, on line 1"),
        ("q1\td1\tnan", "no grade"),
        ("q1\td1\t1.5", "no grade"),
        ("q1\td1\t7012", "no grade"),
        ("q1\td1\t1\nq1", "1 columns on line 2"),
        ("q1\t\t1", "3 columns on line 1"),
        ("q1\td1\t1\nq1\td1\t2", "judged 1 and again 2 on line 2"),
        ("q1\td\xe9\t1".encode("latin-1"), "not UTF-8"),
    ],
)
def test_judgements_that_cannot_be_meant_are_named(written, content: str | bytes, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match=said):
        read_judgements(written(content))


def test_a_run_is_ordered_by_rank(written) -> None:  # type: ignore[no-untyped-def]
    run = "q1 Q0 b 2 0.5 x\nq1 Q0 a 1 0.9 x\nq1 Q0 a 3 0.1 x\n"
    assert read_run(written(run)) == {"q1": ["a", "b"]}


@pytest.mark.parametrize("line", ["q1 Q0 a 1 0.9", "q1 Q0 a first 0.9 x", "{}"])
def test_a_line_that_is_no_run_is_named(written, line: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match="Line 1"):
        read_run(written(line))


def test_queries_are_lines_or_json(written) -> None:  # type: ignore[no-untyped-def]
    assert list(read_queries(written('q1\tred boots\n{"id": 2, "title": "茶"}\n'))) == [("q1", "red boots"), ("2", "茶")]


@pytest.mark.parametrize("line", ["red boots", '{"id": 1}', '{"query": "x"}', "{broken"])
def test_a_query_without_id_or_text_is_named(written, line: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match="line 1"):
        list(read_queries(written(line)))
