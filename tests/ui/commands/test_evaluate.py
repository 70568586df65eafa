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


@pytest.fixture
def judged(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "queries.tsv").write_text("q1\tcanvas boots\nq2\tjasmine tea\nq3\tunjudged words\n", encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q1\tboot-2\t1\nq2\ttea-1\t1\nq2\tgone-1\t1\nq4\tboot-1\t1\n", encoding="utf-8")
    return str(tmp_path / "queries.tsv"), str(tmp_path / "qrels.tsv")


def evaluate(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(("evaluate", "retrieval", *arguments))
    return int(ended.value.code or 0)


def test_a_shop_measures_its_own_search(data: str, judged: tuple[str, str], capsys: Capture) -> None:
    queries, qrels = judged
    assert evaluate("--queries", queries, "--qrels", qrels, "--data", data, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["queries"] == 3
    assert found["mrr@10"]["mean"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["ms"]["p50"] > 0
    assert found["notes"] == [
        "1 of 4 right products are not in this shop; no search can find them.",
        "1 judged queries were not asked; they count 0.",
        "1 queries have no judgement and are left out.",
    ]


def test_a_saved_run_is_set_beside_another(data: str, judged: tuple[str, str], tmp_path: Path, capsys: Capture) -> None:
    queries, qrels = judged
    saved, other = str(tmp_path / "saved.run"), tmp_path / "other.run"
    assert evaluate("--queries", queries, "--qrels", qrels, "--data", data, "--save", saved) == 0
    other.write_text("q1 Q0 boot-1 1 1 x\nq1 Q0 boot-2 2 1 x\n", encoding="utf-8")
    assert evaluate("--run", saved, "--compare", str(other), "--qrels", qrels, "--worst", "1") == 0
    out = capsys.readouterr().out
    assert "2 better, 0 worse" in out
    assert "+0.369  q1" in out
    assert "0.000  q4" in out


def test_files_that_do_not_belong_together_are_named(
    data: str, judged: tuple[str, str], tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "others.tsv").write_text("a\tboots\n", encoding="utf-8")
    assert evaluate("--queries", str(tmp_path / "others.tsv"), "--qrels", judged[1], "--data", data) == 1
    assert "No query has a judgement" in capsys.readouterr().err


def test_either_queries_or_a_run_is_needed(judged: tuple[str, str], capsys: Capture) -> None:
    assert evaluate("--qrels", judged[1]) == 2
    assert "--queries" in capsys.readouterr().err
