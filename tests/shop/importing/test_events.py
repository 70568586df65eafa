import json
from pathlib import Path

import pytest

from recommender.shop_log import ShopLog
from shop.errors import UserError
from shop.event import Event
from shop.importing import Imported, import_files
from shop.importing.intake import MOST_OF_ONE
from shop.product import Product, Variant
from shop.store.store import Store


@pytest.fixture
def shop(store: Store) -> Store:
    store.facts.set("currency", "USD")
    store.catalogue.upsert(Product(id=id_, title=f"Mug {id_}", variants=(Variant(id=id_),)) for id_ in ("p1", "p2", "p3"))
    return store


def imported(store: Store, path: Path, text: str, **wanted: str) -> Imported:
    path.write_text(text, encoding="utf-8")
    return import_files(store, [path], mapping=wanted)[0]


def log(store: Store) -> list[Event]:
    return [event for batch in store.events.iterate() for event in batch]


def told(store: Store) -> list[tuple[str, str | None, str | None]]:
    return [(event.kind, event.shopper or event.session, event.product) for event in log(store)]


def test_the_past_of_a_shop_becomes_its_log(shop: Store, tmp_path: Path) -> None:
    result = imported(
        shop,
        tmp_path / "past.csv",
        "customer_id,session_id,event,product_id,time\n"
        "c1,v1,view,p1,2026-01-05T10:00:00Z\n"
        "c1,v1,add to cart,p1,2026-01-05T10:01:00+01:00\n"
        ",v2,Purchase,p2,2026-01-06 08:00:00\n",
    )
    assert (result.kind, result.stored, result.skipped) == ("events", 3, 0)
    assert told(shop) == [("add_to_cart", "c1", "p1"), ("view", "c1", "p1"), ("buy", "v2", "p2")]
    assert log(shop)[2].time == 1767686400000  # a time without a zone is UTC


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # Retailrocket
            "timestamp,visitorid,event,itemid,transactionid\n1433221332117,257597,view,p1,\n1433221339999,257597,transaction,p2,7\n",
            [("view", "257597", "p1"), ("buy", "257597", "p2")],
        ),
        (  # Taobao, with a header
            "user_id,item_id,category_id,behavior_type,timestamp\n1,p1,9,pv,1511544070\n1,p1,9,fav,1511544080\n1,p2,9,cart,1511544090\n",
            [("view", "1", "p1"), ("favourite", "1", "p1"), ("add_to_cart", "1", "p2")],
        ),
        (  # Tmall
            "user_id,item_id,behavior_type,time\n1,p1,1,2014-11-18 20\n1,p2,3,2014-11-18 21\n1,p2,4,2014-11-18 22\n",
            [("view", "1", "p1"), ("add_to_cart", "1", "p2"), ("buy", "1", "p2")],
        ),
        (  # ratings
            "userId,movieId,rating,timestamp\n7,p3,4.5,964982703\n",
            [("rate", "7", "p3")],
        ),
        (
            "用户ID,商品ID,行为,时间\nu1,p1,浏览,2026-01-05 10:00:00\n"
            "u1,p1,加入购物车,2026-01-05 10:01:00\nu1,p1,购买,2026-01-05 10:02:00\n",
            [("view", "u1", "p1"), ("add_to_cart", "u1", "p1"), ("buy", "u1", "p1")],
        ),
    ],
)
def test_files_as_the_field_writes_them_are_recognised(
    shop: Store, tmp_path: Path, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert imported(shop, tmp_path / "past.csv", text).kind == "events"
    assert told(shop) == expected


def test_a_search_brings_its_words_and_its_clicks(shop: Store, tmp_path: Path) -> None:
    rows = [
        {"user": "c1", "event": "search", "query": "red mug", "clicked": ["p1", "p9", "p2"], "time": 1767600000},
        {"user": "c1", "event": "search", "query": "", "time": 1767600001},
    ]
    result = imported(shop, tmp_path / "past.jsonl", "\n".join(map(json.dumps, rows)))
    assert told(shop) == [("search", "c1", None), ("click", "c1", "p1"), ("click", "c1", "p2")]
    assert {event.query for event in log(shop)} == {"red mug"}
    assert [bad.reason for bad in result.bad] == ["it is a search, and does not say for what"]


def test_importing_again_adds_nothing_and_a_row_that_stands_twice_counts_once(shop: Store, tmp_path: Path) -> None:
    text = "user,event,item,time\n" + "c1,click,p1,1767600000\n" * 2 + "c1,click,p2,1767600001\n"
    imported(shop, tmp_path / "past.csv", text)
    again = imported(shop, tmp_path / "past.csv", text)
    assert told(shop) == [("click", "c1", "p1"), ("click", "c1", "p2")]
    assert again.notes == ("3 of the events were there already.",)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("c1,juggled,p1,1767600000", "what was done, 'juggled', is not understood; see the list in docs/import.md"),
        ("c1,view,p1,yesterday", "its time 'yesterday' is not understood"),
        ("c1,view,p1,nan", "its time 'nan' is not understood"),
        ("c1,view,p1,99999999999", "its time '99999999999' has not come yet"),
        (",view,p1,1767600000", "it names neither a customer nor a session"),
        ("c1,view,,1767600000", "it names no product"),
        ("c1,view,p9,1767600000", "the shop has no product 'p9'; import the products first"),
    ],
)
def test_a_row_that_cannot_be_stored_is_reported_with_its_line(shop: Store, tmp_path: Path, row: str, reason: str) -> None:
    result = imported(shop, tmp_path / "past.csv", f"user,event,item,time\nc1,click,p1,1767600000\n{row}\n")
    assert [(bad.line, bad.reason) for bad in result.bad] == [(3, reason)]
    assert told(shop) == [("click", "c1", "p1")]


def test_an_infinite_value_is_no_value(shop: Store, tmp_path: Path) -> None:
    imported(shop, tmp_path / "past.csv", "user,event,item,time,value\nc1,buy,p1,1767600000,inf\nc1,buy,p2,1767600000,12.5\n")
    assert [event.value for event in log(shop)] == [None, 12.5]


def test_a_machine_is_left_out_and_named(shop: Store, tmp_path: Path) -> None:
    crawled = "".join(f"bot,view,p1,{1767600000 + n}\n" for n in range(MOST_OF_ONE + 1))
    result = imported(shop, tmp_path / "past.csv", f"user,event,item,time\n{crawled}c1,view,p1,1767600000\n")
    assert told(shop) == [("view", "c1", "p1")]
    assert "10,001 events of one visitor" in result.notes[0]


def test_columns_may_be_named_by_hand_and_a_missing_one_is_asked_for(shop: Store, tmp_path: Path) -> None:
    text = "wer,was,ding,wann\nc1,view,p1,1767600000\n"
    path = tmp_path / "past.csv"
    path.write_text(text, encoding="utf-8")
    named = {"shopper": "wer", "kind": "was", "product": "ding", "time": "wann"}
    assert import_files(shop, [path], kind="events", mapping=named)[0].stored == 1
    with pytest.raises(UserError, match="no column was recognised as time"):
        import_files(shop, [path], kind="events", mapping={name: named[name] for name in ("shopper", "kind", "product")})


def test_orders_are_a_past_too(shop: Store, tmp_path: Path) -> None:
    text = (
        "order_id,customer_id,status,order_date,product_id,quantity,price\n"
        "o1,c1,delivered,2026-01-05,p1,1,9.00\no1,c1,delivered,2026-01-05,p2,2,3.50\no2,c1,cancelled,2026-01-06,p3,1,1.00\n"
    )
    for _ in range(2):  # importing again does not buy again
        imported(shop, tmp_path / "orders.csv", text)
    assert told(shop) == [("buy", "c1", "p1"), ("buy", "c1", "p2")]
    assert [event.value for event in log(shop)] == [9.0, 3.5]


def test_what_was_imported_is_what_a_ranker_learns_from(shop: Store, tmp_path: Path) -> None:
    imported(
        shop,
        tmp_path / "past.csv",
        "user,event,item,time\nc1,click,p2,1767600002\nc1,click,p1,1767600001\nc2,view,p1,1767600001\nc2,buy,p3,1767600003\n",
    )
    read = ShopLog.of(shop).interactions
    assert {user: [read.items[item] for item in read.of_user(row)] for row, user in enumerate(read.users)} == {
        "c1": ["p1", "p2"],
        "c2": ["p3"],
    }


def test_an_order_line_that_names_a_variant_counts_for_its_product(shop: Store, tmp_path: Path) -> None:
    shop.catalogue.upsert(
        Product(id=f"shirt{n}", title="Shirt", variants=(Variant(id=f"SKU-{n}-M"), Variant(id="one-size"))) for n in (1, 2)
    )
    text = (
        "order_id,customer_id,status,order_date,product_id,quantity,price\n"
        "o9,c1,delivered,2026-03-01,SKU-2-M,1,9.00\n"
        "o9,c1,delivered,2026-03-01,one-size,1,9.00\n"  # two products have it, so it stays as it was written
    )
    imported(shop, tmp_path / "orders.csv", text)
    assert [(line.product, line.variant) for line in shop.orders.for_shopper("c1")[0].lines] == [
        ("shirt2", "SKU-2-M"),
        ("one-size", None),
    ]
    assert [event.product for event in shop.events.for_shopper("c1")][:1] == ["shirt2"]


def test_a_log_of_taobao_needs_no_header_line(shop: Store, tmp_path: Path) -> None:
    shop.catalogue.upsert([Product(id="2268318", title="杯子", variants=(Variant(id="v"),))])
    text = "1,2268318,2520377,pv,1511544070\n1,2268318,2520377,buy,1511544170\n2,2268318,2520377,fav,1511561733\n"
    assert imported(shop, tmp_path / "UserBehavior.csv", text).stored == 3
    assert told(shop) == [("view", "1", "2268318"), ("buy", "1", "2268318"), ("favourite", "2", "2268318")]


def test_twins_are_merged_on_request(shop: Store, tmp_path: Path) -> None:
    def listed(id_: str, title: str, brand: str, stock: int) -> Product:
        return Product(id=id_, title=title, brand=brand, category=("Mugs",), variants=(Variant(id="v", stock=stock),))

    shop.catalogue.upsert(
        [
            listed("old", "Kuma Mug, red", "Kuma", 0),
            listed("new", "kuma mug - Red", "KUMA", 3),
            listed("olle", "Kuma mug red", "Olle", 1),
        ]
    )
    path = tmp_path / "past.csv"
    path.write_text("user,event,item,time\nc1,click,old,1767600001\nc1,click,new,1767600002\nc1,click,olle,1767600003\n")
    done = import_files(shop, [path], merge_twins=True)[0]
    assert [product for _, _, product in told(shop)] == ["new", "new", "olle"]
    assert "Events of products that are listed twice, counted for one of them: 1." in done.notes


def test_twins_stay_two_unless_that_is_asked_for(shop: Store, tmp_path: Path) -> None:
    shop.catalogue.upsert(Product(id=id_, title="Kuma mug", variants=(Variant(id="v"),)) for id_ in ("a", "b"))
    imported(shop, tmp_path / "past.csv", "user,event,item,time\nc1,click,a,1767600001\nc1,click,b,1767600002\n")
    assert [product for _, _, product in told(shop)] == ["a", "b"]
