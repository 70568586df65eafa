import pytest

from retrieval.facets import FacetValue
from retrieval.index import Index
from retrieval.search import Searcher
from shop.money import Money
from shop.need import Need, Wish


def ids(searcher: Searcher, **need: object) -> list[str]:
    return [candidate.product.id for candidate in searcher.search(Need(**need), k=10).candidates]  # type: ignore[arg-type]


def usd(major: float) -> Money:
    return Money(minor=round(major * 100), currency="USD")


def wish(attribute: str, *values: str) -> tuple[Wish, ...]:
    return (Wish(attribute=attribute, values=values),)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("hiking boots", "boot-1"),
        ("徒步靴", "boot-1"),
        ("水壶", "kettle-1"),  # two characters inside a longer run
        ("热水壶", "kettle-1"),
        ("kxtg1032s", "phone-1"),
        ("jasmine tea", "tea-1"),
    ],
)
def test_words_find_what_they_name(searcher: Searcher, query: str, first: str) -> None:
    assert ids(searcher, query=query)[0] == first


def test_an_english_word_finds_goods_that_are_only_described_in_chinese(searcher: Searcher) -> None:
    assert "kettle-1" in ids(searcher, query="kettle")


def test_words_that_nothing_answers_find_nothing(searcher: Searcher) -> None:
    assert ids(searcher, query="submarine periscope") == []


def test_without_words_everything_that_fits_is_found(searcher: Searcher) -> None:
    assert set(ids(searcher, price_max=usd(45))) == {"boot-2", "boot-3", "tea-1"}


def test_one_variant_must_satisfy_all_wishes_together(searcher: Searcher) -> None:
    # The red boot costs 90 but is sold out; the black one is in stock and costs 120.
    found = searcher.search(Need(query="hiking boots", must=wish("color", "red"), in_stock=True, price_max=usd(100)))
    assert "boot-1" not in [candidate.product.id for candidate in found.candidates]


def test_the_card_shows_the_variant_that_fits(searcher: Searcher) -> None:
    found = searcher.search(Need(query="hiking boots", must=wish("color", "红色")))
    assert found.candidates[0].variant.id == "boot-1-r"


def test_an_unknown_price_never_satisfies_a_limit(searcher: Searcher) -> None:
    assert "boot-4" not in ids(searcher, query="boots", price_max=usd(1000))
    assert "boot-4" not in ids(searcher, query="boots", price_min=usd(1))
    assert "boot-4" in ids(searcher, query="boots")


def test_not_stated_comes_after_stated_and_says_so(searcher: Searcher) -> None:
    found = searcher.search(Need(query="boots", must=wish("color", "blue")))
    assert [candidate.product.id for candidate in found.candidates] == ["boot-2", "boot-4"]
    assert found.candidates[1].why[0].kind == "not_stated"


def test_a_colour_in_the_title_counts_where_the_shop_states_none(searcher: Searcher) -> None:
    assert ids(searcher, query="boots", must=wish("color", "red"))[0] in ("boot-1", "boot-3")
    assert "boot-3" not in ids(searcher, query="boots", must=wish("color", "blue"))


def test_either_half_of_a_bilingual_brand_is_the_brand(searcher: Searcher) -> None:
    assert ids(searcher, query="水壶", brand=("潘帕斯",)) == ids(searcher, query="水壶", brand=("Pampas",)) == ["kettle-1"]


@pytest.mark.parametrize("value", ["leather", "皮革", "真皮"])
def test_what_is_not_wanted_is_never_shown(searcher: Searcher, value: str) -> None:
    assert "boot-1" not in ids(searcher, query="boots", must_not=wish("material", value))


def test_an_unwanted_word_anywhere_keeps_a_product_out(searcher: Searcher) -> None:
    assert "boot-1" not in ids(searcher, query="boots", must_not=wish("any", "waterproof"))


def test_when_nothing_fits_the_wish_that_was_given_up_is_named(searcher: Searcher) -> None:
    found = searcher.search(Need(query="tea", price_max=usd(1)))
    assert [candidate.product.id for candidate in found.candidates] == ["tea-1"]
    assert [(relaxed.attribute, relaxed.value) for relaxed in found.relaxed] == [("price_max", "1.00")]
    assert "relaxed" in [why.kind for why in found.candidates[0].why]


def test_exclusions_are_not_given_up(searcher: Searcher) -> None:
    assert ids(searcher, query="jasmine tea", must_not=wish("any", "tea")) == []


def test_an_attribute_that_the_shop_does_not_know_is_named(searcher: Searcher) -> None:
    found = searcher.search(Need(query="boots", must=wish("voltage", "220")))
    assert found.ignored == ("voltage",)
    assert found.candidates


def test_prices_sort_with_the_unknown_ones_last(searcher: Searcher) -> None:
    assert ids(searcher, query="boots", sort="price_asc") == ["boot-3", "boot-2", "boot-1", "boot-4"]
    assert ids(searcher, query="boots", sort="price_desc")[-1] == "boot-4"


def test_a_picked_category_filters_and_a_spoken_one_does_not(searcher: Searcher) -> None:
    assert set(ids(searcher, picked_category="Boots")) == {"boot-1", "boot-2", "boot-3", "boot-4"}
    assert len(ids(searcher, category=("Boots",))) == 7


def test_excluded_ids_make_room_for_the_next(searcher: Searcher) -> None:
    found = searcher.search(Need(query="boots"), k=2, exclude={"boot-2"})
    assert len(found.candidates) == 2
    assert "boot-2" not in [candidate.product.id for candidate in found.candidates]


def test_facets_count_what_the_answers_differ_in(searcher: Searcher) -> None:
    facets = {facet.name: facet for facet in searcher.facets(Need(query="boots"), "USD")}
    assert facets["brand"].values[0] == FacetValue("Tarnwick", 2)


def test_a_facets_own_wish_does_not_narrow_its_counts(searcher: Searcher) -> None:
    free = {facet.name: facet.values for facet in searcher.facets(Need(query="boots"), "USD")}
    chosen = {facet.name: facet.values for facet in searcher.facets(Need(query="boots", brand=("Tarnwick",)), "USD")}
    assert chosen["brand"][0] == FacetValue("Tarnwick", 2, selected=True)
    assert {item.value: item.count for item in chosen["brand"]} == {item.value: item.count for item in free["brand"]}
    assert max(item.count for item in chosen["in_stock"]) <= 2


def test_similar_products_leave_out_the_product_itself(searcher: Searcher) -> None:
    assert "boot-1" not in [candidate.product.id for candidate in searcher.similar("boot-1", 3)]
    assert searcher.similar("unknown") == []


def test_every_search_says_which_way_it_went(index: Index) -> None:
    index.searcher.search(Need(query="boots"))
    assert sum(index.status()["routes"].values()) == 1


def test_stars_that_were_asked_for_come_before_goods_without_a_rating(searcher: Searcher) -> None:
    found = searcher.search(Need(query="boots", must=wish("rating", "4.5")))
    assert found.candidates[0].product.id == "boot-2"
    assert all("not_stated" in {why.kind for why in candidate.why} for candidate in found.candidates[1:])


def test_an_order_that_the_shop_cannot_make_is_named(searcher: Searcher) -> None:
    assert searcher.search(Need(query="boots", sort="newest")).ignored == ("created",)
    assert searcher.search(Need(query="boots", sort="rating")).ignored == ()


def test_close_counts_what_answers_nearly_as_well_as_the_best(searcher: Searcher) -> None:
    found = searcher.search(Need(query="waterproof hiking boots"))
    assert (found.close, found.total) == (1, 4)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [("boots", "waterproof", True), ("boots", "jasmine", False), ("boots", "periscope", False), ("水壶", "kettle", True)],
)
def test_words_that_stand_in_one_product_belong_together(searcher: Searcher, first: str, second: str, together: bool) -> None:
    assert searcher.together(first, second) is together
