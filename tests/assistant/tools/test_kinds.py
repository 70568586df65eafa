import pytest

from assistant.tools.kinds import of_kind
from shop.candidate import Candidate
from shop.need import Need
from shop.product import Product, Variant


def candidate(title: str, *category: str) -> Candidate:
    variant = Variant(id=title)
    return Candidate(product=Product(id=title, title=title, category=category, variants=(variant,)), variant=variant)


@pytest.mark.parametrize(
    ("kind", "title", "named"),
    [
        ("laptop", "Acme laptop computer 4gb", True),
        ("laptop", "Acme laptop backpack", False),
        ("mouse", "anderson silva mouse pad", False),
        ("television", "omnimount tv wall mount", False),
        ("television", "lg 42lg30 42 lcd tv", True),
        ("coffee", "Fast-Boiling Kettle for Tea and Coffee", False),
        ("toaster", "cuisinart toaster oven broiler", True),
        ("quilt", "秋冬保暖加厚细羊毛被", True),
        ("quilt", "被子收纳袋 大号", True),
        ("chair", "Grey Sofa", False),
    ],
)
def test_a_title_says_by_its_head_what_a_thing_is(kind: str, title: str, named: bool) -> None:
    assert bool(of_kind([candidate(title)], Need(category=(kind,)))) is named


def test_a_category_counts_by_its_last_word() -> None:
    goods = [candidate("Acme 1", "point shoot digital cameras"), candidate("Acme 2", "camera accessories")]
    assert [item.product.id for item in of_kind(goods, Need(category=("digital cameras",)))] == ["Acme 1"]


def test_a_department_of_several_things_says_of_nothing_which_it_is() -> None:
    goods = [candidate("Ring", "Jewellery & watches", "Jewellery"), candidate("Diver", "Jewellery & watches", "Watches")]
    assert [item.product.id for item in of_kind(goods, Need(category=("watch",)))] == ["Diver"]


def test_goods_without_a_category_stand_beside_those_on_the_shelf() -> None:
    goods = [candidate("Acme 1", "Boots"), candidate("Canvas boots"), candidate("Boot polish", "Care")]
    assert [item.product.id for item in of_kind(goods, Need(category=("boot",)))] == ["Acme 1", "Canvas boots"]


def test_without_a_kind_everything_fits() -> None:
    assert len(of_kind([candidate("Acme"), candidate("Other")], Need(query="acme"))) == 2
