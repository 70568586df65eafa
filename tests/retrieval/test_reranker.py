"""A reranker reads the best candidates of a search and orders them anew; where it fails, search answers without it."""

import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest

from retrieval.index import Index
from retrieval.query_cache import QueryCache
from retrieval.reranker import Reranking, RerankServer
from shop.errors import SettingsError
from shop.need import Need, Wish
from shop.settings import Search

Answer = Callable[[dict[str, Any]], Any]
Serving = Callable[..., Any]


def likes(word: str) -> Answer:
    def answer(asked: dict[str, Any]) -> dict[str, Any]:
        scored = [{"index": n, "relevance_score": float(word in text)} for n, text in enumerate(asked["documents"])]
        return {"results": sorted(scored, key=lambda item: -item["relevance_score"])}

    return answer


def ids(index: Index, **need: Any) -> list[str]:
    return [candidate.product.id for candidate in index.searcher.search(Need(**need)).candidates]


def use(index: Index, address: str, **settings: Any) -> None:
    index.searcher.cache = QueryCache()
    index.searcher.reranking = Reranking.of(Search(reranker=address, **settings))


def test_what_it_likes_comes_first(index: Index, serving: Serving) -> None:
    plain = ids(index, query="boots")
    with serving(likes("Canvas")) as (address, asked):
        use(index, address, reranker_weight=1.0, reranker_model="small")
        reranked = ids(index, query="boots")
    assert reranked[0] == "boot-2" != plain[0]
    assert set(reranked) == set(plain)
    assert (asked[0]["path"], asked[0]["query"], asked[0]["model"]) == ("/v1/rerank", "boots", "small")
    assert index.status()["routes"]["reranked"] == 1


def test_with_no_weight_the_order_is_the_searchs_own(index: Index, serving: Serving) -> None:
    plain = ids(index, query="boots")
    with serving(likes("Winter")) as (address, _):
        use(index, address, reranker_weight=0.0)
        assert ids(index, query="boots") == plain


def test_it_never_puts_what_is_not_stated_before_what_is(index: Index, serving: Serving) -> None:
    with serving(likes("Winter")) as (address, _):
        use(index, address, reranker_weight=1.0)
        assert ids(index, query="boots", must=(Wish(attribute="color", values=("blue",)),)) == ["boot-2", "boot-4"]


def test_an_order_that_was_asked_for_is_left_alone(index: Index, serving: Serving) -> None:
    with serving(likes("Winter")) as (address, asked):
        use(index, address, reranker_weight=1.0)
        assert ids(index, query="boots", sort="price_asc")[0] == "boot-3"
        assert asked == []


@pytest.mark.parametrize(
    "answer", [lambda _: None, lambda _: {"results": []}, lambda _: ["?"], lambda _: {"results": [{"index": 0}]}]
)
def test_one_that_fails_costs_no_answer_and_is_said_once(
    index: Index, answer: Answer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    plain = ids(index, query="boots canvas")
    with serving(answer) as (address, asked), caplog.at_level(logging.WARNING, "aisle"):
        use(index, address)
        assert ids(index, query="canvas boots") == plain
        assert ids(index, query="boots")
    assert len(asked) == len([record for record in caplog.records if "reranker" in record.message]) == 1
    assert index.status()["routes"]["not reranked"] == 2


def test_it_is_tried_again_after_a_while(serving: Serving) -> None:
    now, up = [0.0], [False]
    with serving(lambda asked: likes("b")(asked) if up[0] else None) as (address, _):
        reranking = Reranking(RerankServer(address, None, "none", 2), "r", 0.5, 10, clock=lambda: now[0])
        assert reranking.ranks("q", ["a", "b"]) is None
        up[0] = True
        assert reranking.ranks("q", ["a", "b"]) is None
        now[0] = 31.0
        ranks = reranking.ranks("q", ["a", "b"])
        assert ranks is not None
        assert ranks.tolist() == [0.0, 1.0]


def test_a_name_of_no_known_kind_is_refused_in_words() -> None:
    with pytest.raises(SettingsError, match="AISLE_SEARCH__RERANKER"):
        Reranking.of(Search(reranker="magic"))


def test_a_cross_encoder_without_its_package_says_so_and_search_goes_on(
    index: Index, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    plain = ids(index, query="boots")
    use(index, "cross-encoder:any")
    with caplog.at_level(logging.WARNING, "aisle"):
        assert ids(index, query="boots") == plain
    assert "sentence-transformers is not installed" in caplog.text
