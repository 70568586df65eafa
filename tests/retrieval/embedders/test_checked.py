"""Vectors are looked at before anything is searched by them; a question never fails for want of them."""

import logging
from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.embedders.checked import Checked
from shop.errors import EmbedderError


class Told:
    """Makes what it is told to make, and counts how often it was asked."""

    name, worth, near = "told", 0.3, 0.4

    def __init__(self, made: object, dimensions: int = 2) -> None:
        self.made, self.dimensions, self.asked = made, dimensions, 0

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += 1
        if isinstance(self.made, Exception):
            raise self.made
        return np.array([self.made] * len(texts), np.float32)

    def embed_query(self, text: str) -> np.ndarray:
        return self.embed([text])[0]


@pytest.mark.parametrize("made", [[1.0, 0.0, 0.0], [np.nan, 0.0], [np.inf, 0.0], [0.5, 0.0], [3.0, 4.0]])
def test_vectors_of_another_size_or_length_are_refused(made: list[float]) -> None:
    with pytest.raises(EmbedderError, match="The embedder told made vectors"):
        Checked(Told(made), dimensions=2).embed(["tea", "boots"])


def test_sound_vectors_pass_with_what_they_are_worth() -> None:
    checked = Checked(Told([0.6, 0.8]))
    np.testing.assert_allclose(checked.embed(["tea", "boots"]), [[0.6, 0.8]] * 2, rtol=1e-6)
    assert (checked.name, checked.worth, checked.near, checked.dimensions) == ("told", 0.3, 0.4, 2)
    assert Checked(Told([0.0, 0.0])).embed([""]).tolist() == [[0, 0]]


def test_a_question_that_cannot_be_embedded_has_no_meaning_and_that_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    told = Told(EmbedderError("The embedder told is away."))
    checked = Checked(told, dimensions=2, clock=lambda: now[0])
    with caplog.at_level(logging.WARNING, "aisle"):
        assert [checked.embed_query(text).tolist() for text in ("tea", "boots")] == [[0, 0]] * 2
    assert [record.message for record in caplog.records] == ["The embedder told is away. Search goes on by words alone."]
    assert told.asked == 1
    now[0], told.made = 31.0, [0.6, 0.8]
    assert checked.embed_query("tea").tolist() == pytest.approx([0.6, 0.8])


def test_a_question_of_another_size_than_the_index_has_no_meaning() -> None:
    assert Checked(Told([1.0, 0.0, 0.0], 3), dimensions=2).embed_query("tea").tolist() == [0, 0]


def test_a_question_is_embedded_once() -> None:
    told = Told([0.6, 0.8])
    checked = Checked(told)
    assert [checked.embed_query("tea") is checked.embed_query("tea"), told.asked] == [True, 1]
