import pytest

from recommender.tastes import DISLIKED, LIKED, liked_words, met_preferences
from shop.candidate import Candidate, Why
from shop.product import Product, Translation, Variant

SHIRT = Product(
    id="shirt",
    title="Kuma Sports Shirt",
    description="Light linen for hot days.",
    brand="Kuma",
    attributes={"color": ("Red",)},
    translations={"zh": Translation(title="亚麻运动衬衫", terms={"Red": "红色"})},
    variants=(Variant(id="m", options={"size": "M"}),),
)


@pytest.mark.parametrize(
    ("word", "describes"),
    [("linen", True), ("sporty", True), ("sport", True), ("红色", True), ("亚麻", True), ("hot days", True), ("l", False)],
)
def test_a_liked_word_is_looked_for_anywhere_in_the_product(word: str, describes: bool) -> None:
    assert liked_words(SHIRT, {LIKED: [word]}) == float(describes)


def test_a_disliked_word_counts_against_it() -> None:
    assert liked_words(SHIRT, {LIKED: ["linen"], DISLIKED: ["sporty", "formal"]}) == 0.0
    assert liked_words(SHIRT, {DISLIKED: ["sporty"]}) == -1.0


def test_what_is_met_is_named_once() -> None:
    found = Candidate(product=SHIRT, variant=SHIRT.variants[0], why=(Why(kind="wish", values={"value": "Linen"}),))
    met = met_preferences(found, {"brand": ["Kuma"], "size": ["M", "L"], LIKED: ["linen", "红色"], DISLIKED: ["sporty"]})
    assert [why.values["value"] for why in met] == ["Kuma", "M", "红色"]


@pytest.mark.parametrize("title", ["Vegan leather wallet", "Faux-leather wallet", "人造皮革钱包", "Leather-free wallet"])
def test_vegan_leather_is_no_leather(title: str) -> None:
    wallet = Product(id="w", title=title, variants=(Variant(id="w"),))
    assert liked_words(wallet, {LIKED: ["leather", "皮革"]}) == 0.0
