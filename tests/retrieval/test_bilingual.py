"""Words that no lexicon holds find their partner in the other language by vectors learned from parallel names."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from retrieval.bilingual import FILE, Bilingual, bilingual, write
from retrieval.foreign import foreign
from retrieval.index import Index
from retrieval.lexical import Statistics
from retrieval.lexicon import Lexicon
from retrieval.tokens import tokenize
from shop.need import Need
from shop.product import Product, Variant
from shop.store.store import Store


def of_shop(*titles: str) -> Statistics:
    return Statistics.of({"title": Counter(tokenize(title))} for title in titles)


def meant(text: str, *titles: str) -> list[tuple[str, str, bool]]:
    return [tuple(each) for each in foreign(text, of_shop(*titles), Lexicon([]))]


@pytest.mark.parametrize(
    ("english", "chinese"), [("umbrella", "伞"), ("pillow", "枕"), ("sofa", "沙发"), ("guitar", "吉他"), ("tent", "帐篷")]
)
def test_a_word_finds_its_partner_and_is_found_by_it(english: str, chinese: str) -> None:
    assert next(bilingual().partners(english, {chinese})).token == chinese
    assert next(bilingual().partners(chinese, {english})).token == english


def test_only_words_of_the_shop_are_partners() -> None:
    assert list(bilingual().partners("umbrella", {"沙发"})) == []
    assert list(bilingual().partners("umbrella", {"parasol"})) == []  # of the same language


def test_a_word_that_nobody_knows_has_no_partner() -> None:
    assert list(bilingual().partners("qwertzuiop", {"伞"})) == []
    assert list(Bilingual.none().partners("umbrella", {"伞"})) == []


def test_a_word_that_the_shop_never_wrote_is_translated() -> None:
    assert meant("an umbrella", "大号雨伞")[0] == ("umbrella", "伞", True)
    assert meant("雨伞", "Big umbrella") == [("雨伞", "umbrella", True)]


def test_a_word_that_the_shop_writes_is_left_alone() -> None:
    assert meant("umbrella", "大号雨伞", "Umbrella stand") == []
    assert meant("蓝色雨伞", "蓝色雨伞", "Umbrella stand") == []


def test_a_chinese_run_is_read_from_left_to_right_pairs_first() -> None:
    assert [other for _, other, _ in meant("吉他沙发", "Guitar", "Sofa")] == ["guitar", "sofa"]


def test_a_shop_in_one_language_is_found_in_the_other(index: Index, store: Store) -> None:
    store.catalogue.upsert([Product(id="umbrella-1", title="大号雨伞", language="zh", variants=(Variant(id="u"),))])
    index.follow()
    candidates = index.searcher.search(Need(query="umbrella")).candidates
    assert [candidate.product.id for candidate in candidates] == ["umbrella-1"]


def test_vectors_are_written_in_eight_bits_and_read_as_they_were(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    write(tmp_path / "some.npz", ["tent", "帐篷", "伞"], vectors)
    read = Bilingual.load(tmp_path / "some.npz")
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    np.testing.assert_allclose(read._vectors, unit, atol=0.01)


def test_what_ships_is_small_and_holds_both_languages() -> None:
    assert FILE.stat().st_size < 1.5e6
    assert 5_000 < int(bilingual()._chinese.sum()) < len(bilingual()._tokens) - 3_000
