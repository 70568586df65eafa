from datetime import UTC, datetime
from typing import Any

import pytest

from shop.importing import cells
from shop.importing.row import BadRow


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("A-1", "A-1"),
        (" 7 ", "7"),
        (1006002, "1006002"),
        (1006002.0, "1006002"),
        (None, ""),
        ("nan", ""),
        (True, ""),
        ("a\0b", "ab"),
    ],
)
def test_an_id_stays_as_the_source_writes_it(cell: Any, expected: str) -> None:
    assert cells.identifier(cell) == expected


def test_an_endless_id_is_a_bad_row() -> None:
    with pytest.raises(BadRow, match="longer than 200"):
        cells.identifier("x" * 201)


@pytest.mark.parametrize(
    ("count", "availability", "expected"),
    [
        (5, None, 5),
        ("12.0", None, 12),
        (-3, None, 0),
        (None, "https://schema.org/OutOfStock", 0),
        (None, "out of stock", 0),
        (None, "in_stock", None),
        (None, False, 0),
        (None, {"available": True}, None),
        ("有货", None, None),
        ("无货", None, 0),
        (None, None, None),
        ("many", None, None),
    ],
)
def test_stock_is_a_number_or_unknown(count: Any, availability: Any, expected: int | None) -> None:
    assert cells.stock(count, availability) == expected


@pytest.mark.parametrize(
    "cell",
    [
        {"Colour": "red", "Size": "M"},
        [["Colour", "red"], ["Size", "M"]],
        [{"name": "Colour", "value": "red"}, {"name": "Size", "value": "M"}],
        '{"Colour": "red", "Size": "M"}',
        "Colour: red; Size：M",
    ],
)
def test_attribute_pairs_are_read_in_every_shape(cell: Any) -> None:
    assert dict(cells.pairs(cell)) == {"Colour": "red", "Size": "M"}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Home > Kitchen > Mugs", ("Home", "Kitchen", "Mugs")),
        (["居家", "床品"], ("居家", "床品")),
        ('["Home", "Garden"]', ("Home", "Garden")),
        (["Sale", "Home > Kitchen"], ("Home", "Kitchen")),
        ("茶道/零配", ("茶道/零配",)),
        ("", ()),
        ("2271", ()),
    ],
)
def test_a_category_is_a_path(cell: Any, expected: tuple[str, ...]) -> None:
    assert cells.path(cell) == expected


def test_only_web_addresses_are_pictures() -> None:
    cell = [
        "https://a.example/1.jpg, https://a.example/2.jpg",
        "//b.example/3.jpg",
        "local.jpg",
        "javascript:alert(1)",
        {"src": "http://c.example/4"},
    ]

    assert list(cells.urls(cell)) == [
        "https://a.example/1.jpg",
        "https://a.example/2.jpg",
        "https://b.example/3.jpg",
        "http://c.example/4",
    ]


@pytest.mark.parametrize(
    "cell", ["2026-02-03", "2026/02/03", "2026年02月03日", 1770076800, "1770076800000", datetime(2026, 2, 3)]
)
def test_a_time_always_has_a_zone(cell: Any) -> None:
    assert cells.moment(cell) == datetime(2026, 2, 3, tzinfo=UTC)


def test_what_is_no_time_is_unknown() -> None:
    assert [cells.moment(cell) for cell in ("soon", None, "", 3)] == [None] * 4


def test_a_brand_that_says_nothing_is_unknown() -> None:
    assert [cells.name(cell) for cell in ("N/A", "其他", "other/其他", "", None, "Acme")] == [None] * 5 + ["Acme"]
    assert [cells.name(cell) for cell in ("其他品牌", "other其他", "见描述", "Generic", "Otherworld")] == [None] * 4 + [
        "Otherworld"
    ]
