from pathlib import Path

import pytest

from shop.errors import UserError
from shop.importing.broken import BrokenFile
from shop.importing.formats import check_format, format_of
from shop.importing.source import Source

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("products.csv", "csv"),
        ("products_zh.tsv", "tsv"),
        ("products.json", "json"),
        ("products.jsonl", "jsonl"),
        ("merchant.xml", "merchant"),
        ("merchant.tsv", "merchant-tsv"),
        ("shopify.csv", "shopify"),
        ("woocommerce.csv", "woocommerce"),
        ("page.html", "jsonld"),
        ("group.jsonld", "jsonld"),
        ("acp_flat.jsonl", "acp"),
        ("acp_nested.jsonl", "acp"),
        ("policies.md", "text"),
        ("policies.txt", "text"),
    ],
)
def test_the_format_is_recognised_by_what_is_in_the_file(tmp_path: Path, name: str, expected: str) -> None:
    assert format_of(Source(FIXTURES / name)) == expected

    # A wrong name does not matter, but where only the name tells.
    if expected not in ("text", "json"):
        copy = tmp_path / "unnamed"
        copy.write_bytes((FIXTURES / name).read_bytes())
        assert format_of(Source(copy)) == expected


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.xml", "a.parquet"])
def test_a_name_that_promises_another_format_is_a_broken_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("hello, this is prose")

    with pytest.raises(BrokenFile, match=r"its name says|not Parquet"):
        format_of(Source(path))


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UserError, match=r"no format 'xls'; choose one of csv, tsv"):
        check_format("xls")
