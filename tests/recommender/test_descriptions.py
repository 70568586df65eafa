from pathlib import Path

import numpy as np
import pytest

from recommender.descriptions import Descriptions
from shop.errors import UserError


def test_a_table_and_json_tell_the_same(tmp_path: Path) -> None:
    table, json = tmp_path / "items.tsv", tmp_path / "items.json"
    table.write_text("item\ttitle\n1\tRed pot\n2\tRed tea\n3\tBlue pot\n", encoding="utf-8")
    json.write_text('{"1": "red pot", "2": ["red", "tea"], "3": {"title": "Blue pot"}}', encoding="utf-8")
    one, other = (Descriptions.read(path, ["1", "2", "3", "4"]) for path in (table, json))
    assert one.vocabulary == other.vocabulary == ["pot", "red"]
    np.testing.assert_allclose(one.words.toarray(), other.words.toarray())


def test_numbers_are_names_and_items_without_words_have_an_empty_row() -> None:
    made = Descriptions.of(["a", "b", "c"], {"a": ["brand=3"], "b": ["brand=3"]})
    assert made.vocabulary == ["brand=3"]
    assert made.words.toarray().ravel().tolist() == [1, 1, 0]


@pytest.mark.parametrize(("name", "text"), [("items.json", "[1, 2]"), ("items.json", "{"), ("none.tsv", None)])
def test_what_cannot_be_read_is_said_in_words(tmp_path: Path, name: str, text: str | None) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"cannot be read.*Give JSON"):
        Descriptions.read(tmp_path / name, ["1"])
