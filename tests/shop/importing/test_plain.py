import pytest

from shop.importing.plain import line, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words", "Plain words"),
        ("<b>Bold</b> &amp; plain", "Bold & plain"),
        ("&lt;b&gt;escaped&lt;/b&gt; once", "escaped once"),
        ("before<script>alert('x')</script>after", "before after"),
        ("before<script>never closed", "before"),
        ('<img src=x onerror="alert(1)">Mug', "Mug"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("a\0b\x1bc\u202ed\ud800e", "abcde"),
        ("  many \t\u3000 spaces ", "many spaces"),
        ("AT&T", "AT&T"),
        ("", ""),
    ],
)
def test_html_and_control_characters_go(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_paragraphs_become_lines() -> None:
    assert plain("<p>One</p><p>Two<br>three</p>") == "One\nTwo\nthree"


def test_a_title_stays_on_one_line() -> None:
    assert line("One<br>\r\n two") == "One two"
