from pathlib import Path

import numpy as np
import pytest

from recommender.interactions import Interactions
from shop.errors import UserError


def test_lines_of_user_and_item_become_sequences_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "log.tsv"
    path.write_text("anna\ttea\nbo\tpot\nanna\tpot\n\nanna\ttea\n", encoding="utf-8")
    read = Interactions.read(path)
    assert list(read.users) == ["anna", "bo"]
    assert [[read.items[item] for item in read.of_user(row)] for row in range(2)] == [["tea", "pot", "tea"], ["pot"]]


def test_spaces_part_the_cells_where_there_is_no_tab(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text("1 10\n1 11\n", encoding="utf-8")
    assert Interactions.read(path).lengths.tolist() == [2]


@pytest.mark.parametrize(("text", "says"), [("anna\n", "Line 1"), ("", "There is no interaction")])
def test_a_file_without_pairs_is_refused_in_words(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "log.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=says):
        Interactions.read(path)


def test_a_file_that_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "log.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="cannot be read"):
        Interactions.read(path)


def test_the_last_items_are_held_out_and_places_stay(circles: Interactions) -> None:
    held = circles.without_last(2)
    assert held.items is circles.items
    for row in range(len(circles)):
        assert held.of_user(row).tolist() == circles.of_user(row)[:-2].tolist()


def test_who_has_too_little_is_left_empty() -> None:
    made = Interactions.of({"a": ["x"], "b": ["x", "y", "z"]}).without_last(2)
    assert made.lengths.tolist() == [0, 1]
    assert made.of_user(1).tolist() == [0]


def test_another_number_can_be_held_out_of_each() -> None:
    made = Interactions.of({"a": ["x", "y"], "b": ["x", "y"]}).without_last(np.array([0, 1]))
    assert made.lengths.tolist() == [2, 1]


def test_a_part_of_the_users_keeps_their_sequences(circles: Interactions) -> None:
    rows = np.array([3, 17, 40])
    part = circles.where(np.isin(np.arange(len(circles)), rows))
    assert list(part.users) == ["u3", "u17", "u40"]
    assert [part.of_user(n).tolist() for n in range(3)] == [circles.of_user(int(row)).tolist() for row in rows]


def test_the_digest_changes_with_the_order(circles: Interactions) -> None:
    other = Interactions.of({"a": ["x", "y"]})
    assert other.digest() == Interactions.of({"a": ["x", "y"]}).digest()
    assert other.digest() != Interactions.of({"a": ["y", "x"]}).digest() != circles.digest()
