from pathlib import Path

from shop.importing.readers.passages import read_passages
from shop.importing.source import Source

FIXTURES = Path(__file__).parent.parent / "fixtures"


def test_markdown_is_cut_at_headings_and_questions() -> None:
    found = {row.data["title"]: row.data["text"] for row in read_passages(Source(FIXTURES / "policies.md"))}

    assert found["Shipping"] == "Parcels leave on weekdays.\n- Standard: 3 days\n- Express: 1 day"
    assert found["Do you repair kettles?"] == "Yes, for two years."
    assert list(found) == ["Harbour Goods", "Shipping", "Returns and refunds", "Do you repair kettles?", "隐私"]


def test_text_is_cut_at_headings_that_end_in_a_colon() -> None:
    found = {row.data["title"]: row.data["text"] for row in read_passages(Source(FIXTURES / "policies.txt"))}

    assert found == {
        "Shipping Policy": "Standard Shipping: 3 days.\nExpress: 1 day.",
        "Return Policy": "30 days, unworn.",
        "可以开发票吗？": "可以，下单时填写即可。",
    }
