"""A wish that nothing satisfies is widened before it is given up, and the answer says to what."""

from collections.abc import Iterator

import pytest

from retrieval.index import Index
from retrieval.result import SearchResult
from retrieval.search import Searcher
from shop.folder import Folder
from shop.money import Money
from shop.need import Need, Wish
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store


def usd(major: float) -> Money:
    return Money(minor=round(major * 100), currency="USD")


def item(id_: str, title: str, price: float, category: tuple[str, ...], **options: str) -> Product:
    return Product(id=id_, title=title, category=category, variants=(Variant(id=id_, price=usd(price), options=options),))


GOODS = [
    item("shoe-41", "Road Running Shoes", 70, ("Shoes", "Running"), size="41", color="Sky Blue"),
    item("shoe-43", "Trail Running Shoes", 70, ("Shoes", "Running"), size="43", color="Red"),
    item("shoe-46", "Long Running Shoes", 40, ("Shoes", "Running"), size="46", color="Red"),
    item("boot", "Felt Boots", 95, ("Shoes", "Boots"), size="44", color="Black"),
    item("tee-m", "Cotton Tee", 20, ("Tops",), size="M", color="White"),
    item("tee-xl", "Cotton Tee Large Print", 20, ("Tops",), size="XL", color="White"),
    item("card-128", "Memory Card", 25, ("Cards",), storage="128GB"),
    item("card-2t", "Memory Card Pro", 250, ("Cards",), storage="2 TB"),
]


@pytest.fixture
def shoes(folder: Folder, store: Store) -> Iterator[Searcher]:
    store.catalogue.upsert(GOODS)
    index = Index.open(folder, store, load_settings(data=folder.path))
    index.build()
    yield index.searcher
    index.close()


def wish(attribute: str, *values: str) -> Wish:
    return Wish(attribute=attribute, values=values)


def relaxed(found: SearchResult) -> list[tuple[str, str, str | None]]:
    return [(item.attribute, item.value, item.to) for item in found.relaxed]


def ids(found: SearchResult) -> set[str]:
    return {candidate.product.id for candidate in found.candidates}


def test_a_price_may_miss_its_limit_by_a_fifth(shoes: Searcher) -> None:
    found = shoes.search(Need(query="felt boots", price_max=usd(80)))
    assert (ids(found), relaxed(found)) == ({"boot"}, [("price_max", "80.00", "96.00")])
    assert found.candidates[0].why[0].values == {"attribute": "price_max", "value": "80.00", "to": "96.00"}


def test_a_price_further_away_is_found_by_giving_the_limit_up(shoes: Searcher) -> None:
    found = shoes.search(Need(query="felt boots", price_max=usd(79)))
    assert (ids(found), relaxed(found)) == ({"boot"}, [("price_max", "79.00", None)])


def test_the_lowest_price_moves_down_by_a_fifth(shoes: Searcher) -> None:
    assert relaxed(shoes.search(Need(query="felt boots", price_min=usd(110)))) == [("price_min", "110.00", "88.00")]


def test_a_size_goes_to_its_neighbours_and_no_further(shoes: Searcher) -> None:
    found = shoes.search(Need(query="running shoes", must=(wish("size", "42"),)))
    assert (ids(found), relaxed(found)) == ({"shoe-41", "shoe-43"}, [("size", "42", "41 / 43")])


@pytest.mark.parametrize(("size", "near"), [("L", "M / XL"), ("大码", "M / XL"), ("XXL", "XL")])
def test_letters_are_a_ladder(shoes: Searcher, size: str, near: str) -> None:
    found = shoes.search(Need(query="cotton tee", must=(wish("size", size),)))
    assert sorted((found.relaxed[0].to or "").split(" / ")) == sorted(near.split(" / "))


def test_a_measure_goes_to_the_nearest_but_not_to_another_thing(shoes: Searcher) -> None:
    near = shoes.search(Need(query="memory card", must=(wish("storage", "256 GB"),)))
    assert (ids(near), relaxed(near)) == ({"card-128"}, [("storage", "256 GB", "128GB")])
    far = shoes.search(Need(query="memory card", must=(wish("storage", "16 GB"),)))
    assert relaxed(far) == [("storage", "16 GB", None)]


@pytest.mark.parametrize("color", ["navy", "藏青色", "storm blue"])
def test_a_colour_goes_to_its_family(shoes: Searcher, color: str) -> None:
    found = shoes.search(Need(query="running shoes", must=(wish("color", color),)))
    assert (ids(found), found.relaxed[0].to) == ({"shoe-41"}, "blue")


def test_a_picked_category_goes_to_the_one_above_it(shoes: Searcher) -> None:
    found = shoes.search(Need(query="running", picked_category="Boots"))
    assert ids(found) == {"shoe-41", "shoe-43", "shoe-46"}
    assert relaxed(found) == [("category", "Boots", "Shoes")]


def test_one_wish_alone_is_widened_where_that_is_enough(shoes: Searcher) -> None:
    need = Need(query="running shoes", price_max=usd(60), must=(wish("size", "42"), wish("color", "navy")))
    assert {item[0] for item in relaxed(shoes.search(need))} == {"price_max", "size", "color"}
    cheap = need.model_copy(update={"price_max": usd(75)})
    assert {item[0] for item in relaxed(shoes.search(cheap))} == {"size", "color"}


def test_firm_wishes_are_neither_widened_nor_given_up(shoes: Searcher) -> None:
    found = shoes.search(Need(query="felt boots", price_max=usd(80)), firm={"price_max"})
    assert (ids(found), relaxed(found)) == (set(), [])


def test_what_satisfies_the_wish_is_never_joined_by_what_is_only_near(shoes: Searcher) -> None:
    found = shoes.search(Need(query="running shoes", must=(wish("size", "41"),)))
    assert (ids(found), relaxed(found)) == ({"shoe-41"}, [])


def test_exclusions_are_not_widened(shoes: Searcher) -> None:
    assert ids(shoes.search(Need(query="felt boots", must_not=(wish("color", "black"),)))) == set()


def test_a_word_of_two_families_belongs_to_both(shoes: Searcher) -> None:
    assert relaxed(shoes.search(Need(query="running shoes", must=(wish("color", "teal"),)))) == [
        ("color", "teal", "green / blue")
    ]


def order(found: SearchResult) -> list[str]:
    return [candidate.product.id for candidate in found.candidates]


def test_beyond_a_price_limit_the_nearest_to_it_comes_first(searcher: Searcher) -> None:
    dear = searcher.search(Need(query="boots", price_max=usd(5)))
    assert (order(dear), relaxed(dear)) == (["boot-3", "boot-2", "boot-1", "boot-4"], [("price_max", "5.00", None)])
    cheap = searcher.search(Need(query="boots", price_min=usd(500)))
    assert order(cheap) == ["boot-1", "boot-2", "boot-3", "boot-4"]


def test_an_order_that_was_asked_for_stays_beyond_the_limit(searcher: Searcher) -> None:
    assert order(searcher.search(Need(query="boots", price_max=usd(5), sort="rating")))[0] == "boot-2"


def test_beyond_a_limit_the_kind_that_was_named_comes_before_what_is_nearer(shoes: Searcher) -> None:
    found = shoes.search(Need(query="shoes", category=("Boots",), price_max=usd(10)))
    assert order(found)[:2] == ["boot", "shoe-46"]
