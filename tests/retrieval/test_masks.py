"""Hard wishes are kept to the letter: what only looks like the wanted value is another one."""

import pytest

from retrieval.index import Index
from shop.need import Need, Wish
from shop.product import Product, Translation, Variant
from shop.store.store import Store


def goods(id_: str, terms: dict[str, str] | None = None, **attributes: str) -> Product:
    return Product(
        id=id_,
        title="Lamp",
        attributes={name: (value,) for name, value in attributes.items()},
        variants=(Variant(id=id_),),
        translations={"zh": Translation(title="灯", terms=terms)} if terms else {},
    )


@pytest.fixture
def lamps(index: Index, store: Store) -> Index:
    store.catalogue.upsert(
        [
            goods("hide", material="Full-grain leather"),
            goods("fake", material="Vegan leather"),
            goods("grey", {"Grey": "灰色"}, color="Grey"),
            goods("sage", {"Sage Green": "灰绿色"}, color="Sage Green"),
            goods("tan", color="Tan"),
            goods("brown", color="Dark Brown"),
            goods("metal", material="Copper"),
            goods("look", color="Copper"),
            goods("plain", size="45"),
            goods("eu", size="EU 45"),
            goods("long", size="45 mm"),
            goods("double", {"Double": "双人"}, size="Double"),
            goods("king", {"King": "双人加大"}, size="King"),
        ]
    )
    index.follow()
    return index


def found(index: Index, *must: Wish, without: tuple[Wish, ...] = ()) -> set[str]:
    need = Need(query="lamp", must=must, must_not=without)
    candidates = index.searcher.search(need, k=20).candidates
    return {item.product.id for item in candidates if all(why.kind != "not_stated" for why in item.why)}


def wish(attribute: str, value: str) -> Wish:
    return Wish(attribute=attribute, values=(value,))


def test_vegan_leather_is_no_leather(lamps: Index) -> None:
    assert found(lamps, wish("material", "leather")) == {"hide"}
    assert "fake" in found(lamps, without=(wish("material", "leather"),))
    assert found(lamps, wish("material", "vegan leather")) == {"fake"}


@pytest.mark.parametrize("value", ["grey", "灰色"])
def test_a_greyish_green_is_a_green(lamps: Index, value: str) -> None:
    assert found(lamps, wish("color", value)) == {"grey"}


def test_a_shade_that_is_asked_for_by_name_outlives_its_colours_exclusion(lamps: Index) -> None:
    assert found(lamps, wish("color", "tan"), without=(wish("color", "brown"),)) == {"tan"}
    assert found(lamps, wish("color", "brown"), without=(wish("color", "tan"),)) >= {"brown"}
    assert "tan" not in found(lamps, wish("color", "brown"), without=(wish("color", "tan"),))


def test_a_size_is_no_length_and_no_part_of_another_size(lamps: Index) -> None:
    assert found(lamps, wish("size", "45")) == {"plain", "eu"}
    assert found(lamps, wish("size", "双人")) == {"double"}


def test_what_is_of_copper_looks_like_copper(lamps: Index) -> None:
    assert found(lamps, wish("color", "copper")) == {"metal", "look"}
