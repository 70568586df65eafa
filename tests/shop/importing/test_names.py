import pytest

from shop.importing.names import canonical, named, values_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Colour", "color"),
        ("颜色分类", "color"),
        ("面料材质", "material"),
        ("尺码", "size"),
        ("Screen Size", "screen"),
        ("modelNo", "model"),
        ("Blade Length", "blade_length"),
        ("bladeLength", "blade_length"),
        ("工艺", "工艺"),
    ],
)
def test_one_attribute_has_one_name(name: str, expected: str) -> None:
    assert canonical(name) == expected


def test_an_audience_must_name_people() -> None:
    assert named("适用对象", "儿童") == "audience"
    assert named("适用对象", "燃气灶") == "适用对象"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("color", "Black/White", ("Black", "White")),
        ("color", "白色、黑色", ("白色", "黑色")),
        ("size", "S, M, L", ("S", "M", "L")),
        ("size", "30/32", ("30/32",)),
        ("material", "cotton; wool", ("cotton", "wool")),
        ("dimensions", "10/20/30 cm", ("10/20/30 cm",)),
        ("audience", "F", ("women",)),
    ],
)
def test_a_list_of_values_is_several(name: str, text: str, expected: tuple[str, ...]) -> None:
    assert values_of(name, text) == expected
