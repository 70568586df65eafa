import pytest

from assistant.understanding.lifting import lifted_in


@pytest.mark.parametrize(
    ("text", "lifted"),
    [
        ("forget the price", ("price",)),
        ("any price is ok", ("price",)),
        ("the color doesn't matter", ("color",)),
        ("I don't care about the brand", ("brand",)),
        ("no price limit", ("price",)),
        ("价格不限", ("price",)),
        ("颜色随便", ("color",)),
        ("什么牌子都行", ("brand",)),
        ("不考虑价格", ("price",)),
        ("any brand but Kodak", ()),
        ("what colours does it come in", ()),
        ("什么颜色", ()),
    ],
)
def test_what_no_longer_matters(text: str, lifted: tuple[str, ...]) -> None:
    assert lifted_in(text)[0] == lifted
