from pathlib import Path

import numpy as np
import pytest

from benchmarks.results import Results, Row, hit_rate, ndcg, places


def test_places_tell_what_a_list_is_worth() -> None:
    lists = [np.array([5, 3]), np.arange(10), np.zeros(0, np.int64)]
    found = places(lists, np.array([3, 20, 1], np.int32))
    assert found == "1--"
    assert ndcg(found).tolist() == pytest.approx([1 / np.log2(3), 0, 0])
    assert hit_rate(found) == pytest.approx(1 / 3)


def test_a_row_is_kept_for_its_log_budget_and_seed(tmp_path: Path) -> None:
    results = Results(tmp_path / "new" / "rows.jsonl")
    assert results.rows("log", 2, 0) == {}
    row = Row("log", "causal", 2, 0, "cpu", 1.5, "0-", "19")
    results.keep(row)
    results.keep(Row("other", "causal", 2, 0, "cpu", 1.5, "0-", "19"))
    assert Results(tmp_path / "new" / "rows.jsonl").rows("log", 2, 0) == {"causal": row}
    assert results.rows("log", 3, 0) == {}
