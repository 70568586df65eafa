"""An embedding model behind an OpenAI-compatible server; where it fails, the sentence says what and where."""

import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from retrieval.embedders.endpoint import EndpointEmbedder
from shop.errors import EmbedderError

Serving = Callable[..., Any]


def lengths(asked: dict[str, Any]) -> dict[str, Any]:
    """Vectors that tell the texts apart, last text first, as a server may send them."""
    made = [{"index": n, "embedding": [float(len(text)), 1.0, 0.0]} for n, text in enumerate(asked["input"])]
    return {"data": made[::-1]}


def embedder(address: str, **changes: Any) -> EndpointEmbedder:
    return EndpointEmbedder(address, "small", "secret", timeout=5, wait=lambda _: None, **changes)


def test_every_text_gets_its_own_vector_of_length_one(serving: Serving) -> None:
    with serving(lengths) as (address, asked):
        vectors = embedder(address).embed([f"{'x' * n}" for n in range(1, 131)])
    assert vectors.shape == (130, 3)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(vectors[:, 0] / vectors[:, 1], np.arange(1, 131), rtol=1e-4)
    assert [len(one["input"]) for one in asked] == [64, 64, 2]
    assert asked[0]["model"] == "small"
    assert asked[0]["path"] == "/v1/embeddings"


def test_a_busy_server_is_asked_again(serving: Serving) -> None:
    answers = iter([None, None, lengths])
    with serving(lambda asked: (answer := next(answers)) and answer(asked)) as (address, asked):
        assert embedder(address).embed(["tea"]).shape == (1, 3)
    assert len(asked) == 3


def test_a_question_is_asked_once(serving: Serving) -> None:
    with serving(lambda _: None) as (address, asked):
        with pytest.raises(EmbedderError, match="answers 503"):
            embedder(address).embed_query("tea")
        assert len(asked) == 1


@pytest.mark.parametrize(
    "answer",
    [{}, {"data": []}, {"data": [{"index": 1, "embedding": [1.0]}]}, {"data": [{"index": 0, "embedding": "?"}]}, ["?"]],
)
def test_an_answer_that_is_none_is_one_sentence(serving: Serving, answer: Any) -> None:
    expected = pytest.raises(EmbedderError, match=r"openai:small at http.*one vector a text.*AISLE_SEARCH__EMBEDDER_URL")
    with serving(lambda _: answer) as (address, _), expected:
        embedder(address).embed(["tea"])


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(EmbedderError, match=r"openai:small at http://127\.0\.0\.1:9/v1/embeddings failed") as caught:
        embedder("http://127.0.0.1:9/v1").embed(["tea"])
    assert "secret" not in str(caught.value)


def test_it_travels_to_another_process(serving: Serving) -> None:
    with serving(lengths) as (address, _):
        there = pickle.loads(pickle.dumps(embedder(address)))
        assert there.embed(["tea"]).shape == (1, 3)
