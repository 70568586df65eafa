from typing import Any

import pytest

from shop.errors import UserError
from shop.importing.mapping import Column, Columns, recognise


def columns_of(*rows: dict[str, Any]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for row in rows:
        for name, cell in row.items():
            columns.setdefault(name, Column()).see(cell)
    return columns


def recognised(row: dict[str, Any], wanted: dict[str, str] | None = None) -> Columns:
    return recognise("products", columns_of(row), wanted or {})


def test_columns_are_recognised_in_english_and_chinese() -> None:
    english = recognised({"Product Name": "Mug", "SKU": "1", "Unit Price": "3", "vendor": "Acme"}).fields
    chinese = recognised({"商品名称": "杯子", "商品编号": "1", "售价": "3", "品牌": "青屿"}).fields

    assert english == {"title": ("Product Name",), "id": ("SKU",), "price": ("Unit Price",), "brand": ("vendor",)}
    assert chinese == {"title": ("商品名称",), "id": ("商品编号",), "price": ("售价",), "brand": ("品牌",)}


def test_the_better_name_wins_and_an_empty_column_loses() -> None:
    assert recognised({"name": "b", "title": "a"}).fields["title"] == ("title",)
    assert recognised({"name": "b", "title": ""}).fields["title"] == ("name",)


def test_what_the_user_says_wins() -> None:
    found = recognised({"id": "1", "title": "a", "long": "b", "shade": "red"}, {"title": "long", "color": "shade"})

    assert found.fields["title"] == ("long",)
    assert found.attributes == {"shade": "color"}


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(UserError, match=r"no column 'titel'; its columns are id, title"):
        recognised({"id": "1", "title": "a"}, {"title": "titel"})


def test_unknown_columns_become_attributes_when_they_look_like_one() -> None:
    row = {
        "id": "1",
        "title": "a",
        "blade": "8 cm",
        "promoted": True,
        "warehouse_id": 4,
        "hash": "0123456789abcdef",
        "note": "x",
        "prose": "w" * 300,
    }

    found = recognised(row)

    assert found.attributes == {"blade": "blade"}
    assert set(found.ignored) == {"promoted", "warehouse_id", "hash", "note", "prose"}


def test_a_column_that_always_says_the_same_is_no_attribute() -> None:
    rows = [{"id": str(n), "title": "a", "channel": "web", "color": "red"} for n in range(30)]

    assert recognise("products", columns_of(*rows), {}).attributes == {"color": "color"}


def test_pictures_are_taken_from_every_column() -> None:
    assert recognised({"image": "a", "gallery": ["b"]}).fields["images"] == ("image", "gallery")
