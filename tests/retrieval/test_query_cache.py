from retrieval.index import Index
from retrieval.query_cache import QueryCache
from retrieval.result import SearchResult
from shop.money import Money
from shop.need import Need
from shop.store.store import Store

BOOTS = Need(query="canvas boots")


def test_the_same_question_is_answered_from_memory_and_alike(index: Index) -> None:
    first, second = index.searcher.search(BOOTS), index.searcher.search(BOOTS)
    assert index.searcher.cache.hits == 1
    assert first.model_copy(update={"ms": 0}) == second.model_copy(update={"ms": 0})


def test_other_filters_are_another_question(index: Index) -> None:
    index.searcher.search(BOOTS)
    index.searcher.search(BOOTS.model_copy(update={"price_max": Money(minor=100, currency="USD")}))
    index.searcher.search(BOOTS, k=1)
    index.searcher.search(BOOTS, exclude={"boot-1"})
    assert index.searcher.cache.hits == 0


def test_a_change_to_the_shop_is_seen_at_once(index: Index, store: Store) -> None:
    before = index.searcher.search(BOOTS).candidates[0]
    assert before.product.id == "boot-2"
    cheaper = before.variant.model_copy(update={"price": Money(minor=1900, currency="USD")})
    store.catalogue.upsert([before.product.model_copy(update={"variants": (cheaper,)})])
    assert index.searcher.search(BOOTS).candidates[0].variant.price == Money(minor=1900, currency="USD")
    index.follow()
    assert index.searcher.search(BOOTS).candidates[0].variant.price == Money(minor=1900, currency="USD")
    assert index.searcher.cache.hits == 0


def test_the_question_that_was_not_asked_for_longest_is_forgotten(index: Index) -> None:
    cache, state = QueryCache(most=2), (index.searcher._snapshot(), 1)
    for number in (1, 2, 1, 3):
        if cache.get(state, number) is None:
            cache.put(state, number, SearchResult(total=number))
    assert [cache.get(state, number) is not None for number in (1, 2, 3)] == [True, False, True]
