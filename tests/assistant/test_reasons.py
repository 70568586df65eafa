from assistant.cards import reason
from assistant.reasons import titled
from shop.candidate import Candidate, Why
from shop.product import Product, Variant
from shop.store.store import Store


def sold(id_: str, title: str) -> Product:
    return Product(id=id_, title=title, variants=(Variant(id=id_),))


def recommended(*why: Why) -> Candidate:
    product = sold("pot", "Tea pot")
    return Candidate(product=product, variant=product.variants[0], why=why)


def test_the_product_that_moved_it_is_named_on_the_card(store: Store) -> None:
    store.catalogue.upsert([sold("cup", "Red cup")])
    [made] = titled([recommended(Why(kind="because", values={"product": "cup"}))], store.catalogue, "en")
    assert reason(made, "en") == "because of “Red cup”"
    assert reason(made, "zh") == "因为“Red cup”"


def test_a_long_name_is_cut(store: Store) -> None:
    store.catalogue.upsert([sold("cup", "Cup " * 30)])
    [made] = titled([recommended(Why(kind="because", values={"product": "cup"}))], store.catalogue, "en")
    assert len(made.why[0].values["title"]) <= 40
    assert made.why[0].values["title"].endswith("…")


def test_a_product_that_has_gone_is_no_reason(store: Store) -> None:
    popular = Why(kind="popular", values={"count": "9"})
    [made] = titled([recommended(Why(kind="because", values={"product": "gone"}), popular)], store.catalogue, "en")
    assert made.why == (popular,)
