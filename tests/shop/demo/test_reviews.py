import re
from statistics import mean

import pytest

from shop.demo.shop import DemoShop
from shop.demo.tables import table
from shop.review import Review


def sentences(kind: str, language: str) -> set[str]:
    place = 0 if language == "en" else 1
    return {text.split("|")[place] for aspect in table("reviews")["aspects"].values() for text in aspect[kind]}


GOOD = {language: sentences("good", language) for language in ("en", "zh")}
BAD = {language: sentences("bad", language) for language in ("en", "zh")}


def told(review: Review, sentences: dict[str, set[str]]) -> int:
    return sum(sentence in review.text for sentence in sentences[review.language])


def test_words_agree_with_stars(demo: DemoShop) -> None:
    for review in demo.reviews:
        good, bad = told(review, GOOD), told(review, BAD)
        if review.stars >= 4:
            assert good > bad, review
        elif review.stars == 3:
            assert good
            assert bad
        else:
            assert bad > 0, review
            assert bad >= good, review


def test_no_sentence_is_both_praise_and_complaint() -> None:
    for language in ("en", "zh"):
        assert not GOOD[language] & BAD[language]


def test_a_rating_is_the_mean_of_its_reviews(demo: DemoShop) -> None:
    stars: dict[str, list[float]] = {}
    for review in demo.reviews:
        stars.setdefault(review.product, []).append(review.stars)
    for product in demo.products:
        given = stars.get(product.id, [])
        assert product.reviews == len(given)
        if given:
            assert product.rating == pytest.approx(mean(given), abs=0.005)
        else:
            assert product.rating is None


def test_reviews_are_written_in_their_language_after_the_product_came(demo: DemoShop) -> None:
    created = {product.id: product.created for product in demo.products}
    for review in demo.reviews:
        assert bool(re.search("[一-鿿]", review.text)) == (review.language == "zh")
        assert "{" not in review.text + review.title
        since = created[review.product]
        assert review.time is not None
        assert since is not None
        assert review.time > since


def test_all_stars_are_given_and_reviews_differ(demo: DemoShop) -> None:
    assert {review.stars for review in demo.reviews} == {1, 2, 3, 4, 5}
    assert len({review.text for review in demo.reviews}) > 0.7 * len(demo.reviews)
