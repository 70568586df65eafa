import csv
import json
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from shop.errors import UserError
from shop.importing import Imported, import_files
from shop.importing.broken import BrokenFile
from shop.product import Product
from shop.store.store import Store

FIXTURES = Path(__file__).parent / "fixtures"


def imported(store: Store, name: str) -> Imported:
    return import_files(store, [FIXTURES / name])[0]


def product(store: Store, id_: str) -> Product:
    found = store.catalogue.get(id_)
    assert found is not None
    return found


def prices(item: Product) -> list[str | None]:
    return [variant.price.decimal() if variant.price else None for variant in item.variants]


def costs(item: Product) -> list[str | None]:
    return [variant.cost.decimal() if variant.cost else None for variant in item.variants]


# Formats


def test_csv_gives_clean_texts_prices_and_attributes(store: Store) -> None:
    result = imported(store, "products.csv")
    shirt, scarf, bag = (product(store, id_) for id_ in ("c1", "c2", "c3"))

    assert (result.kind, result.format, result.read, result.stored, result.skipped) == ("products", "csv", 3, 3, 0)
    assert result.mapping["title"] == "name"
    assert result.mapping["attributes.material"] == "fabric"
    assert (shirt.title, shirt.description) == ("Linen Shirt & Tie", "Light linen.\nWash at 30°.")
    assert shirt.attributes == {"color": ("Sand", "White"), "material": ("Linen",)}
    assert (shirt.rating, shirt.reviews, shirt.category) == (4.5, 12, ("Clothing", "Shirts"))
    assert shirt.variants[0].list_price is not None
    assert (prices(scarf), scarf.brand, scarf.variants[0].stock) == ([None], None, 0)
    assert prices(bag) == ["1024.00"]
    assert bag.variants[0].stock is None


def test_chinese_columns_are_recognised(store: Store) -> None:
    result = imported(store, "products_zh.tsv")
    shirt, bottle = product(store, "z1"), product(store, "z2")

    assert (result.currency, result.language) == ("CNY", "zh")
    assert (shirt.category, shirt.brand, prices(shirt)) == (("服饰", "上衣"), "青屿", ["79.00"])
    assert shirt.attributes == {"color": ("白色", "黑色"), "material": ("棉",), "audience": ("男",)}
    assert (bottle.brand, bottle.language) == (None, "zh")
    assert store.facts.get("languages") == "zh"


def test_json_variants_take_their_own_price_and_size(store: Store) -> None:
    result = imported(store, "products.json")
    shoe = product(store, "j1")

    assert (result.section, result.currency) == ("products", "EUR")
    assert [(variant.id, variant.options, variant.stock) for variant in shoe.variants] == [
        ("j1-41", {"size": "41"}, 3),
        ("j1-42", {"size": "42"}, 0),
    ]
    assert (shoe.rating, shoe.reviews) == (4.5, 2)
    assert [review.author for review in store.reviews.for_product("j1")].count("Noor") == 1
    assert product(store, "j2").attributes == {"material": ("Nylon",), "tags": ("rain", "hiking")}


def test_nested_skus_are_variants_and_comments_reviews(store: Store) -> None:
    result = imported(store, "products.jsonl")
    cups, blanket = product(store, "s1"), product(store, "s2")

    assert (result.stored, result.skipped, result.bad[0].line) == (2, 1, 3)
    assert cups.variants[0].options == {}
    assert "手工制品" in cups.description
    assert (cups.reviews, len(store.reviews.for_product("s1"))) == (3, 3)
    assert [variant.options for variant in blanket.variants] == [
        {"size": "150x200", "color": "灰色"},
        {"size": "180x200", "color": "驼色"},
    ]
    assert prices(blanket) == ["199.00", "239.00"]


def test_merchant_rows_of_one_group_are_one_product(store: Store) -> None:
    result = imported(store, "merchant.xml")
    shirt = product(store, "ox")

    assert (result.read, result.stored, result.currency) == (3, 2, "GBP")
    assert (shirt.title, shirt.description, shirt.category) == ("Oxford Shirt", "Button-down & crisp.", ("Men", "Shirts"))
    assert [(variant.id, variant.options["color"], variant.stock) for variant in shirt.variants] == [
        ("ox-blue-m", "Blue", None),
        ("ox-red-l", "Red", 0),
    ]
    assert prices(shirt) == ["45.00", "60.00"]
    assert shirt.attributes["audience"] == ("men",)
    assert len(shirt.images) == 4


def test_merchant_tsv_groups_too(store: Store) -> None:
    assert imported(store, "merchant.tsv").format == "merchant-tsv"
    assert [variant.options for variant in product(store, "lamp").variants] == [{"color": "Black"}, {"color": "White"}]


def test_shopify_handles_group_rows(store: Store) -> None:
    result = imported(store, "shopify.csv")
    hat, sock = product(store, "felt-hat"), product(store, "wool-sock")

    assert (result.read, result.stored, result.skipped) == (6, 2, 1)
    assert result.bad[0].reason == "it is not published in the shop it comes from"
    assert [(variant.id, variant.options, variant.stock) for variant in hat.variants] == [
        ("FH-BS", {"color": "Black", "size": "S"}, 2),
        ("FH-BL", {"color": "Black", "size": "L"}, None),
        ("FH-RL", {"color": "Red", "size": "L"}, 0),
    ]
    assert len(hat.images) == 3
    assert (sock.description, sock.variants[0].id, sock.variants[0].options) == ("Warm & dry", "wool-sock", {})


def test_schema_org_is_read_from_a_page(store: Store) -> None:
    assert imported(store, "page.html").format == "jsonld"
    kettle = product(store, "kettle-1")

    assert (kettle.brand, kettle.rating, kettle.reviews, kettle.variants[0].stock) == ("Pourwell", 4.6, 31, 0)
    assert kettle.attributes == {"color": ("Matte black",), "capacity": ("1 l",)}
    assert store.reviews.for_product("kettle-1")[0].text == "Pours like a dream."


def test_a_product_group_has_variants_and_a_price_range_is_no_price(store: Store) -> None:
    imported(store, "group.jsonld")

    assert prices(product(store, "tee")) == ["15.00", "17.00"]
    assert prices(product(store, "https://shop.example/p/9")) == [None]


def test_both_forms_of_acp_are_read(store: Store) -> None:
    import_files(store, [FIXTURES / "acp_flat.jsonl", FIXTURES / "acp_nested.jsonl"])
    tent, stove = product(store, "tent"), product(store, "stove")

    assert (tent.title, prices(tent), tent.reviews) == ("Two-person Tent", ["189.00", "149.00"], 18)
    assert (prices(stove), stove.category) == (["49.95", "70.00"], ("Outdoor", "Cooking"))
    assert [variant.options for variant in stove.variants] == [{"size": "Small"}, {"size": "Large"}]


def test_parquet_is_read(store: Store, tmp_path: Path) -> None:
    table = pa.table({"product_id": [1, 2], "title": ["Cup", "Bowl"], "price": [3.5, None], "tags": [["a", "b"], None]})
    pyarrow.parquet.write_table(table, tmp_path / "goods.parquet")

    result = import_files(store, [tmp_path / "goods.parquet"])[0]

    assert (result.format, result.stored) == ("parquet", 2)
    assert (prices(product(store, "1")), prices(product(store, "2"))) == (["3.50"], [None])
    assert product(store, "1").attributes == {"tags": ("a", "b")}


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_other_encodings_give_the_same_titles(store: Store, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes("编号,标题,价格\n1,黑色羽绒服 男,299\n".encode(encoding))

    import_files(store, [path])

    assert product(store, "1").title == "黑色羽绒服 男"


def test_two_languages_in_one_file_are_both_kept(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title_en,title_zh,description_zh\n1,Glass cup,玻璃杯,耐热\n", encoding="utf-8")

    import_files(store, [path])
    cup = product(store, "1")

    assert (cup.title, cup.language, cup.title_in("zh"), cup.description_in("zh")) == ("Glass cup", "en", "玻璃杯", "耐热")
    assert store.facts.get("languages") == "en,zh"


# Other kinds


def test_objects_in_cells_are_taken_apart(store: Store, tmp_path: Path) -> None:
    mug = {
        "productId": "m1",
        "name": {"en": "White Mug", "zh-CN": "白色马克杯", "de": "Weiße Tasse"},
        "description": {"en": "Holds tea.", "zh-CN": "泡茶用。"},
        "rating": {"rate": 4.1, "count": 259},
        "variants": [
            {"sku": "m1-w", "color": "white", "price": {"amount": 8.5, "currency": "USD"}, "inventory": {"quantity": 4}},
            {"sku": "m1-b", "color": "blue", "price": {"amount": 9, "currency": "USD"}, "inventory": {"quantity": 0}},
        ],
    }
    (tmp_path / "mugs.json").write_text(json.dumps({"data": {"items": [mug]}}), encoding="utf-8")
    import_files(store, [tmp_path / "mugs.json"])
    found = product(store, "m1")

    assert (found.title, found.title_in("zh")) == ("White Mug", "白色马克杯")
    assert (found.description, found.translations["zh"].description) == ("Holds tea.", "泡茶用。")
    assert (found.rating, found.reviews) == (4.1, 259)
    assert ([variant.stock for variant in found.variants], prices(found)) == ([4, 0], ["8.50", "9.00"])


def test_wordy_column_names_are_recognised(store: Store, tmp_path: Path) -> None:
    header = "Product Code,Product Name,Long Description HTML,Retail Price,Size Label,Qty On Hand,Image URL 1"
    (tmp_path / "wide.csv").write_text(f"{header}\nw1,Chair,<p>Oak.</p>,$49.00,M,3,https://x.example/1.jpg\n")
    import_files(store, [tmp_path / "wide.csv"])
    chair = product(store, "w1")

    assert (chair.description, chair.images, chair.variants[0].stock) == ("Oak.", ("https://x.example/1.jpg",), 3)
    assert chair.attributes["size"] == ("M",)


def test_reviews_are_stored_and_rate_products(store: Store) -> None:
    import_files(store, [FIXTURES / "products.csv"])
    result = imported(store, "reviews.csv")

    assert (result.kind, result.stored, result.skipped) == ("reviews", 3, 2)
    assert [bad.reason for bad in result.bad] == [
        "the shop has no product 'c9'; import the products first",
        "its stars are 'eleven', which is not a number from 0 to 5",
    ]
    assert (product(store, "c2").rating, product(store, "c2").reviews) == (1.0, 1)
    assert product(store, "c1").rating == 4.5, "the catalogue's own rating stands on more reviews"


def test_the_same_file_again_adds_no_review_twice(store: Store) -> None:
    import_files(store, [FIXTURES / "products.csv", FIXTURES / "reviews.csv"])
    before = store.reviews.count()

    import_files(store, [FIXTURES / "reviews.csv", FIXTURES / "products.csv"])

    assert store.reviews.count() == before
    assert product(store, "c2").rating == 1.0


def test_a_catalogue_without_ratings_leaves_those_from_reviews(store: Store, tmp_path: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text("id,title\nc1,Shirt\nc2,Scarf\n")

    import_files(store, [goods, FIXTURES / "reviews.csv"])
    import_files(store, [goods])

    assert product(store, "c1").rating == 4.5


def test_stars_that_are_all_the_same_make_no_rating(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.jsonl"
    comments = [{"text": f"nice {number}", "star": 1} for number in range(60)]
    path.write_text(json.dumps({"id": "1", "title": "Cup", "comments": comments}) + "\n")

    result = import_files(store, [path], format="jsonl")[0]

    assert product(store, "1").rating is None
    assert store.reviews.count() == 60
    assert "the same stars" in " ".join(result.notes)


def test_customers_are_stored(store: Store) -> None:
    result = imported(store, "customers.csv")
    ana, li = store.shoppers.get("u1"), store.shoppers.get("u2")

    assert (result.kind, result.stored, result.skipped) == ("customers", 2, 1)
    assert ana is not None
    assert (ana.name, ana.email, ana.addresses[0].city) == ("Ana Ruiz", "ana@example.com", "Porto")
    assert li is not None
    assert li.name == "李明"


def test_orders_gather_their_lines(store: Store) -> None:
    result = imported(store, "orders.csv")
    order = store.orders.get("1001")

    assert (result.kind, result.stored, result.skipped) == ("orders", 2, 1)
    assert result.bad[0].reason == "its status 'teleported' is not understood"
    assert order is not None
    assert (order.status, order.shopper, order.tracking) == ("shipped", "u1", "TR1")
    assert [(line.product, line.quantity) for line in order.lines] == [("c1", 2), ("c2", 1)]


def test_policies_are_stored_by_topic(store: Store) -> None:
    result = imported(store, "policies.md")

    assert (result.kind, result.stored) == ("policies", 5)
    assert {policy.topic for policy in store.policies.all()} == {"Harbour Goods", "shipping", "returns", "warranty", "privacy"}
    assert [policy.title for policy in store.policies.all("zh")] == ["隐私"]


def test_a_file_with_several_lists_stores_each(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "shop.json"
    shop = {
        "orders": [{"order_id": "o1", "user_id": "u1", "status": "paid"}],
        "users": [{"user_id": "u1", "name": "Ana", "email": "a@example.com"}],
        "products": [{"id": "1", "title": "Cup"}],
        "colours": [{"id": 1, "name": "red"}],
    }
    path.write_text(json.dumps(shop))

    results = import_files(store, [path])

    assert [(result.section, result.kind, result.stored) for result in results] == [
        ("products", "products", 1),
        ("users", "customers", 1),
    ]
    assert any("(orders) was not imported" in note for result in results for note in result.notes)


# Bad input


def test_bad_rows_are_reported_and_good_rows_stored(store: Store, tmp_path: Path) -> None:
    report = tmp_path / "skipped.csv"

    result = import_files(store, [FIXTURES / "products_bad.csv"], report=report)[0]

    assert store.catalogue.ids() == ["b1", "b9"]
    assert (result.read, result.stored, result.skipped) == (9, 2, 7)
    with report.open(encoding="utf-8", newline="") as file:
        rows = {int(row["line"]): row["reason"] for row in csv.DictReader(file)}
    assert rows == {
        3: "it has no id",
        4: "the title is empty",
        5: "the price '-5' is negative",
        6: "the id 'b1' stands in an earlier row",
        7: "4 cells where the header has 3",
        8: "the price 'call us' is not one amount",
        9: "the price '12 EUR' is in EUR, and the shop's currency is USD",
    }


def test_a_report_may_be_json_lines_and_survives_broken_characters(store: Store, tmp_path: Path) -> None:
    goods = tmp_path / "goods.jsonl"
    goods.write_text('{"id": "1", "title": "Cup"}\n{"id": "", "title": "half \\ud800"}\n')

    import_files(store, [goods], report=tmp_path / "skipped.jsonl")

    line = json.loads((tmp_path / "skipped.jsonl").read_text(encoding="utf-8"))
    assert (line["line"], line["reason"]) == (2, "it has no id")


def test_a_report_that_cannot_be_written_stops_the_import(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        import_files(store, [FIXTURES / "products.csv"], report=tmp_path / "no" / "such.csv")
    assert store.catalogue.count().products == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.json", b'[{"id": "1", "title": "Cup"}, {"id": "2", "ti'),
        ("cut.csv", b'id,title\n1,Cup\n2,"Bowl\n3,Plate\n'),
        ("cut.parquet", b"PAR1" + b"\0" * 100),
        ("cut.xml", b"<rss><channel><item><id>1</id><title>Cup</title></item>"),
        ("binary.csv", bytes(range(256)) * 50),
        ("damaged.csv", b"id,title\n" + "1,玻璃杯很好看\n".encode() * 9 + b"2,\xe6\x9d\n"),
        ("prose.jsonl", b'{"id": "1", "title": "Cup"}\nnot json\nnor this\n'),
        ("page.html", b"<html><body>No product here</body></html>"),
        ("empty.csv", b"id,title\n"),
        ("empty.json", b"[]"),
    ],
)
def test_a_broken_file_stores_nothing_from_any_file(store: Store, tmp_path: Path, name: str, content: bytes) -> None:
    broken = tmp_path / name
    broken.write_bytes(content)

    with pytest.raises(BrokenFile, match=name):
        import_files(store, [FIXTURES / "products.csv", broken])

    assert store.catalogue.count().products == 0
    assert store.facts.get("currency") is None


def test_html_and_control_characters_in_titles_are_gone(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.json"
    title = "<script>alert(1)</script><b>Cup</b>\0 &lt;img src=x onerror=alert(1)&gt; \u202eblue\ud800"
    path.write_text(json.dumps([{"id": "1", "title": title, "url": "javascript:alert(1)"}]))

    import_files(store, [path])

    assert (product(store, "1").title, product(store, "1").url) == ("Cup blue", None)


def test_columns_that_nobody_understands_are_listed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("ident,what\n1,Cup\n")

    with pytest.raises(UserError, match=r"no column was recognised as id\. Its columns are ident, what; .*--map id=COLUMN"):
        import_files(store, [path])

    import_files(store, [path], mapping={"id": "ident", "title": "what"})
    assert product(store, "1").title == "Cup"


def test_an_import_that_dies_half_way_leaves_whole_products_and_can_be_repeated(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title\n" + "".join(f"{number},Cup {number}\n" for number in range(2500)))
    upsert = store.catalogue.upsert
    batches = iter([True, False])

    def dies(items: Iterable[Product]) -> int:
        if not next(batches):
            raise KeyboardInterrupt
        return upsert(items)

    monkeypatch.setattr(store.catalogue, "upsert", dies)
    with pytest.raises(KeyboardInterrupt):
        import_files(store, [path])
    assert store.catalogue.count().products == 1000

    monkeypatch.undo()
    assert import_files(store, [path])[0].stored == 2500
    assert store.catalogue.count().products == 2500


# Again, and away


def test_importing_again_updates(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title,price\n1,Cup,3\n2,Bowl,4\n")
    import_files(store, [path])
    path.write_text("id,title,price\n1,Large cup,5\n")

    import_files(store, [path])

    assert (product(store, "1").title, prices(product(store, "1"))) == ("Large cup", ["5.00"])
    assert store.catalogue.ids() == ["1", "2"]


def test_remove_missing_deletes_what_is_in_no_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title,price\n1,Cup,3\n2,Bowl,4\n3,Plate,5\n")
    import_files(store, [path])
    path.write_text("id,title,price\n1,Cup,3\n2,Bowl,-4\n")

    result = import_files(store, [path], remove_missing=True)[0]

    assert (result.removed, result.skipped) == (1, 1)
    assert store.catalogue.ids() == ["1", "2"], "a bad row is in the file all the same"


def test_remove_missing_removes_nothing_where_ids_cannot_be_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.jsonl"
    path.write_text('{"id": "1", "title": "Cup"}\n{"id": "2", "title": "Bowl"}\n')
    import_files(store, [path])
    path.write_text('{"id": "1", "title": "Cup"}\n{"id": "2", "tit\n')

    result = import_files(store, [path], remove_missing=True)[0]

    assert (result.removed, store.catalogue.ids()) == (0, ["1", "2"])
    assert "Nothing was removed" in " ".join(result.notes)


def test_remove_missing_keeps_what_is_more_than_half_of_the_shop(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title,price\n1,Cup,3\n2,Bowl,4\n3,Plate,5\n")
    import_files(store, [path])
    path.write_text("id,title,price\n1,Large cup,3\n7,Jug,4\n8,Pan,4\n9,Pot,4\n")

    result = import_files(store, [path], remove_missing=True)[0]

    assert (result.stored, result.removed, result.kept) == (4, 0, 2), "new goods do not hide that old ones are gone"
    assert len(store.catalogue.ids()) == 6


def test_remove_missing_removes_most_of_a_shop_when_it_is_meant(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title,price\n1,Cup,3\n2,Bowl,4\n3,Plate,5\n")
    import_files(store, [path])
    path.write_text("id,title,price\n1,Large cup,3\n")

    result = import_files(store, [path], remove_missing=True, remove_most=True)[0]

    assert (result.removed, result.kept) == (2, 0)
    assert store.catalogue.ids() == ["1"]


def test_remove_missing_needs_products(store: Store) -> None:
    with pytest.raises(UserError, match="needs a file of products"):
        import_files(store, [FIXTURES / "policies.md"], remove_missing=True)


# Money


def test_the_currency_is_the_files_then_the_users_then_the_languages(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title,price\n1,玻璃杯,3\n", encoding="utf-8")

    result = import_files(store, [path])[0]

    assert result.currency == "CNY"
    assert "Prices are in CNY (the file names none and is Chinese)." in result.notes
    assert store.facts.get("currency") == "CNY"


def test_a_dollar_sign_leaves_the_choice_of_dollar_to_the_user(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title,price\n1,Cup,$3\n2,Bowl,$4\n")

    result = import_files(store, [path], currency="cad")[0]

    assert (result.currency, result.stored, result.skipped) == ("CAD", 2, 0)


def test_a_shop_has_one_currency(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title,price,currency\n1,Cup,3,EUR\n2,Bowl,4,EUR\n3,Plate,5,USD\n")

    assert import_files(store, [path])[0].bad[0].reason == "the price '5' is in USD, and the shop's currency is EUR"
    with pytest.raises(UserError, match="The shop's currency is EUR, so --currency USD cannot be used"):
        import_files(store, [path], currency="USD")
    with pytest.raises(UserError, match="no currency 'GOLD'"):
        import_files(store, [path], currency="GOLD")


def test_progress_tells_rows_done_and_rows_in_all(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("id,title\n" + "".join(f"{number},Cup\n" for number in range(5000)))
    seen: list[tuple[int, int, str]] = []

    import_files(store, [path], progress=lambda done, total, what: seen.append((done, total, what)))

    assert seen[0] == (5000, 0, "Checking goods.csv")
    assert seen[-1] == (5000, 5000, "Storing goods.csv")


def test_a_regular_price_is_the_price_where_there_is_no_other(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("SKU,Name,In stock?,Regular price,Sale price,Categories\n1,Cup,1,9.00,,Home\n2,Bowl,0,9.00,7.00,Home\n")

    import_files(store, [path])
    cup, bowl = product(store, "1"), product(store, "2")

    assert (prices(cup), cup.variants[0].stock) == (["9.00"], None)
    assert (prices(bowl), bowl.variants[0].stock) == (["7.00"], 0)
    assert bowl.variants[0].list_price is not None


def test_a_column_of_reviews_may_be_their_number(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("asin,title,imgUrl,productURL,stars,reviews,price\nB1,Cup,https://a.example/1.jpg,,4.4,120,$3\n")

    import_files(store, [path])
    cup = product(store, "B1")

    assert (cup.rating, cup.reviews, cup.images) == (4.4, 120, ("https://a.example/1.jpg",))


# What the shop paid


@pytest.mark.parametrize("column", ["cost", "Cost per item", "Unit cost", "cost_of_goods_sold", "成本价", "进价", "采购价"])
def test_what_a_product_cost_is_read_and_is_no_attribute(store: Store, tmp_path: Path, column: str) -> None:
    file = tmp_path / "goods.csv"
    file.write_text(f"id,title,price,{column}\na,Lamp,20,8.50\nb,Shade,10,4\n", encoding="utf-8")
    result = import_files(store, [file])[0]
    assert result.mapping["cost"] == column
    assert (costs(product(store, "a")), product(store, "a").attributes) == (["8.50"], {})


def test_variants_have_their_own_cost_else_that_of_the_product(store: Store, tmp_path: Path) -> None:
    sizes = [{"id": "a-s", "size": "S", "price": 20, "cost": 6}, {"id": "a-m", "size": "M", "price": 20}]
    file = tmp_path / "goods.json"
    file.write_text(json.dumps([{"id": "a", "title": "Shirt", "cost": "7.00", "variants": sizes}]), encoding="utf-8")
    import_files(store, [file])
    assert costs(product(store, "a")) == ["6.00", "7.00"]


def test_parquet_and_shopify_have_costs_too(store: Store, tmp_path: Path) -> None:
    table = pa.table({"id": ["a"], "title": ["Lamp"], "price": [20.0], "unit_cost": [8.0]})
    pyarrow.parquet.write_table(table, tmp_path / "goods.parquet")
    lines = ("Handle,Title,Variant SKU,Variant Price,Cost per item", "hat,Felt Hat,H1,35.00,14.20", "hat,,H2,37.00,")
    (tmp_path / "shopify.csv").write_text("\n".join(lines), encoding="utf-8")
    import_files(store, [tmp_path / "goods.parquet", tmp_path / "shopify.csv"])
    assert costs(product(store, "a")) == ["8.00"]
    assert costs(product(store, "hat")) == ["14.20", None]


@pytest.mark.parametrize("cost", ["", "0", "-3", "€8", "ask", "n/a"])
def test_a_cost_that_says_nothing_is_unknown_and_keeps_no_product_out(store: Store, tmp_path: Path, cost: str) -> None:
    file = tmp_path / "goods.csv"
    file.write_text(f"id,title,price,cost\na,Lamp,$20,{cost}\nb,Shade,$10,4\n", encoding="utf-8")
    assert import_files(store, [file])[0].stored == 2
    assert costs(product(store, "a")) == [None]


def test_a_cost_among_the_attributes_is_left_out(store: Store, tmp_path: Path) -> None:
    goods = [{"id": "a", "title": "Lamp", "price": 20, "attributes": {"color": "red", "Cost price": "8", "成本": "8"}}]
    (tmp_path / "goods.json").write_text(json.dumps(goods), encoding="utf-8")
    columns = "Handle,Title,Variant SKU,Variant Price,Cost (product.metafields.custom.cost),毛利率"
    (tmp_path / "shopify.csv").write_text(f"{columns}\nhat,Felt Hat,H1,35.00,14.20,59%\n", encoding="utf-8")
    import_files(store, [tmp_path / "goods.json", tmp_path / "shopify.csv"])
    assert product(store, "a").attributes == {"color": ("red",)}
    assert product(store, "hat").attributes == {}
