import pytest

from shop.errors import UserError
from ui.origin import parse_origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://shop.example", "https://shop.example"),
        (" https://SHOP.example:443/ ", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(text: str, origin: str) -> None:
    assert parse_origin(text) == origin


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("shop.example", "does not begin with https://"),
        ("", "does not begin with https://"),
        ("null", "does not begin with https://"),
        ("ftp://shop.example", "does not begin with https://"),
        ("https://shop.example/page", "more than scheme, host and port"),
        ("https://shop.example?x=1", "more than scheme, host and port"),
        ("https://me:secret@shop.example", "more than scheme, host and port"),
        ("https://*.shop.example", "wildcards"),
        ("http://shop.example", "only localhost"),
        ("https://shop.example:99999", "no address"),
        ("https://" + "a" * 70 + ".example", "no name"),
    ],
)
def test_what_is_no_origin_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        parse_origin(text)
