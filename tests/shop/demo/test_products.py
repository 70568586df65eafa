import re
from collections import Counter

import pytest

from shop.demo.shop import DemoShop
from shop.product import Product

CJK = re.compile(r"[一-鿿]")
# Units, standards and abbreviations that Chinese shops write in Latin letters.
UNITS = re.compile(
    r"(?<![A-Za-z])(GB|TB|Hz|MP|W|K|XS|S|M|L|XL|XXL|LED|USB-C|USB|WiFi|Polo|T|5G|4K|ABS|TPE|SPF|UV400|V|C|E27)(?![A-Za-z])"
)


def of(demo: DemoShop, leaf: str) -> list[Product]:
    found = [product for product in demo.products if product.category[-1] == leaf]
    assert found
    return found


def options(product: Product, name: str) -> set[str]:
    return {variant.options[name] for variant in product.variants if name in variant.options}


def test_ids_and_titles_are_unique(demo: DemoShop) -> None:
    products = demo.products
    variants = [variant.id for product in products for variant in product.variants]
    assert len({product.id for product in products}) == len(products)
    assert len(set(variants)) == len(variants)
    assert len({product.title for product in products}) == len(products)
    assert len({product.translations["zh"].title for product in products}) == len(products)


def test_every_product_has_a_path_of_two_levels_in_both_languages(demo: DemoShop) -> None:
    for product in demo.products:
        assert len(product.category) == len(product.translations["zh"].category) == 2
        assert product.brand
        assert product.description


def test_chinese_words_are_chinese(demo: DemoShop) -> None:
    for product in demo.products:
        chinese = product.translations["zh"]
        for text in (chinese.title, chinese.description, *chinese.category):
            assert CJK.search(text), text
            assert not re.search("[A-Za-z]", UNITS.sub("", text)), text


def test_english_words_are_english(demo: DemoShop) -> None:
    for product in demo.products:
        assert not CJK.search(product.title + product.description + " ".join(product.category))
        assert "{" not in product.title + product.description


def test_every_term_is_translated(demo: DemoShop) -> None:
    for product in demo.products:
        terms = product.translations["zh"].terms
        values = [value for group in product.attributes.values() for value in group]
        chosen = [word for variant in product.variants for pair in variant.options.items() for word in pair]
        for word in (*product.attributes, *values, *chosen, product.brand or ""):
            assert word in terms, (product.id, word)


def test_shoes_have_sizes(demo: DemoShop) -> None:
    for product in demo.products:
        if product.category[0] == "Shoes":
            sizes = {int(size) for size in options(product, "size")}
            low, high = (28, 35) if product.attributes["audience"] == ("Kids",) else (36, 46)
            assert len(sizes) >= 4
            assert low <= min(sizes) <= max(sizes) <= high


def test_clothes_have_sizes_and_a_material(demo: DemoShop) -> None:
    for leaf in ("Jackets", "Dresses", "T-shirts & polos", "Trousers & jeans"):
        for product in of(demo, leaf):
            assert len(options(product, "size")) >= 4
            assert product.attributes["material"]


def test_laptops_have_memory_storage_and_a_screen(demo: DemoShop) -> None:
    for product in of(demo, "Laptops"):
        assert product.attributes["ram"][0].endswith("GB")
        assert product.attributes["screen"][0].endswith("-inch")
        assert options(product, "storage") == {"256 GB", "512 GB", "1 TB"}


def test_more_storage_costs_more(demo: DemoShop) -> None:
    for product in of(demo, "Laptops"):
        prices = {variant.options["storage"]: variant.price.minor for variant in product.variants if variant.price}
        assert prices["256 GB"] < prices["512 GB"] < prices["1 TB"]


def test_colours_are_told_once(demo: DemoShop) -> None:
    for product in demo.products:
        assert not ("color" in product.attributes and options(product, "color"))


def test_a_sale_lowers_a_real_price(demo: DemoShop) -> None:
    sales = [variant for product in demo.products for variant in product.variants if variant.list_price]
    assert len(sales) > 1000
    assert all(variant.price and variant.list_price and variant.list_price.minor > variant.price.minor for variant in sales)


def test_some_variants_are_sold_out(demo: DemoShop) -> None:
    stocks = [variant.stock for product in demo.products for variant in product.variants]
    assert all(stock is not None and stock >= 0 for stock in stocks)
    assert 0.04 < stocks.count(0) / len(stocks) < 0.2


def test_prices_fit_their_kind(demo: DemoShop) -> None:
    def median(leaf: str) -> float:
        prices = sorted(float(product.variants[0].price.major) for product in of(demo, leaf) if product.variants[0].price)
        return prices[len(prices) // 2]

    assert median("Laptops") > median("Tablets") > median("Headphones") > median("Phone cases")
    assert 10 < median("T-shirts & polos") < 40


def test_titles_are_built_in_many_ways(demo: DemoShop) -> None:
    starts = Counter(" ".join(product.title.split()[-2:]) for product in demo.products)
    assert starts.most_common(1)[0][1] < 0.03 * len(demo.products)


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        (
            "something warm for my dad, he hikes, nothing red, under 80",
            lambda p, v: (
                "Warm" in p.attributes.get("warmth", ())
                and "Hiking" in p.attributes.get("use", ())
                and p.attributes.get("audience", ("",))[0] in {"Men", "Unisex"}
                and "Red" not in (*p.attributes.get("color", ()), v.options.get("color"))
                and v.price.major < 80
            ),
        ),
        (
            "a black tablet under 500 for drawing",
            lambda p, v: (
                "Drawing" in p.attributes.get("use", ())
                and p.category[-1] == "Tablets"
                and "Black" in (*p.attributes.get("color", ()), v.options.get("color"))
                and v.price.major < 500
            ),
        ),
        (
            "200元以内的蓝牙耳机",
            lambda p, v: "蓝牙耳机" in p.translations["zh"].title + p.translations["zh"].description and v.price.major < 200,
        ),
        (
            "红色连衣裙 M码",
            lambda p, v: (
                p.category[-1] == "Dresses"
                and v.options.get("size") == "M"
                and "Red" in (*p.attributes.get("color", ()), v.options.get("color"))
            ),
        ),
        (
            "waterproof jacket size L",
            lambda p, v: (
                p.category[-1] == "Jackets" and v.options.get("size") == "L" and "Waterproof" in p.attributes.get("feature", ())
            ),
        ),
        (
            "送女朋友的生日礼物",
            lambda p, v: (
                p.attributes.get("audience") == ("Women",)
                and any(p.term_in(value, "zh") == "生日礼物" for value in p.attributes.get("occasion", ()))
            ),
        ),
        ("laptop with 16GB RAM", lambda p, v: p.category[-1] == "Laptops" and p.attributes["ram"] == ("16 GB",)),
    ],
)
def test_the_shop_has_what_people_ask_for(demo: DemoShop, wish: str, fits) -> None:
    found = {p.id for p in demo.products for v in p.variants if v.stock and fits(p, v)}
    assert len(found) >= 2, wish
