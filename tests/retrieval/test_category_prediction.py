from collections.abc import Callable

import pytest

from retrieval.index import Index
from shop.folder import Folder
from shop.need import Need
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store

Shop = Callable[[list[tuple[str, tuple[str, ...]]]], Callable[[str], list[str]]]


@pytest.fixture
def shop(folder: Folder, store: Store) -> Shop:
    def opened(goods: list[tuple[str, tuple[str, ...]]]) -> Callable[[str], list[str]]:
        store.catalogue.upsert(
            Product(id=f"p{number:02}", title=title, category=category, variants=(Variant(id=f"v{number}"),))
            for number, (title, category) in enumerate(goods)
        )
        index = Index.open(folder, store, load_settings(data=folder.path))
        index.build()

        def titles(query: str) -> list[str]:
            found = [candidate.product.title for candidate in index.searcher.search(Need(query=query), k=20).candidates]
            return found

        return titles

    return opened


def test_what_a_word_names_comes_before_what_goes_with_it(shop: Shop) -> None:
    cameras = [(f"Kestrel {model} compact digital camera with zoom lens", ("Photo", "Digital cameras")) for model in "ABCDEF"]
    titles = shop([("Camera backpack", ("Photo", "Bags")), ("Camera strap", ("Photo", "Straps")), *cameras])
    assert all("digital camera" in title for title in titles("camera")[:6])
    assert set(titles("camera")[6:]) == {"Camera backpack", "Camera strap"}  # lifted, never filtered


def test_chinese_words_are_predicted_alike(shop: Shop) -> None:
    phones = [(f"星河{model}智能手机 大屏长续航", ("数码", "手机")) for model in "甲乙丙丁"]
    titles = shop([("手机壳", ("数码", "保护壳")), *phones])
    assert titles("手机")[-1] == "手机壳"


def test_words_that_name_one_thing_are_left_alone(shop: Shop) -> None:
    cameras = [(f"Kestrel {model} digital camera", ("Photo", "Digital cameras")) for model in "ABCDEF"]
    titles = shop([*cameras, ("Camera strap X200", ("Photo", "Straps"))])
    assert titles("camera strap x200")[0] == "Camera strap X200"
