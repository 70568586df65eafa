import xml.etree.ElementTree as ElementTree
from pathlib import Path

from shop.demo.color import palette
from shop.demo.line import lines
from shop.demo.picture import draw
from shop.demo.shop import DemoShop

ALLOWED = {
    "svg", "defs", "g", "use", "path", "rect", "circle", "ellipse", "text", "stop", "linearGradient", "radialGradient",
    "filter", "feDropShadow", "clipPath",
}  # fmt: skip


def test_every_product_and_variant_has_its_picture(demo: DemoShop) -> None:
    names = {f"media/{name}" for name in demo.media}
    for product in demo.products:
        assert product.images
        assert set(product.images) <= names
        assert all(variant.image in product.images for variant in product.variants)
    assert names == {image for product in demo.products for image in product.images}


def test_pictures_are_small_square_well_formed_and_inert(demo: DemoShop) -> None:
    for name, svg in demo.media.items():
        assert len(svg.encode()) < 4096, name
        root = ElementTree.fromstring(svg)
        assert root.get("viewBox") == "0 0 400 400"
        for element in root.iter():
            assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in ALLOWED
            for attribute, value in element.attrib.items():
                assert not attribute.lower().startswith("on")
                assert attribute != "href" or value.startswith("#")


def test_every_paint_that_is_used_is_defined(demo: DemoShop) -> None:
    for name, svg in demo.media.items():
        root = ElementTree.fromstring(svg)
        defined = {element.get("id") for element in root.iter()}
        used = {value[5:-1] for element in root.iter() for value in element.attrib.values() if value.startswith("url(#")}
        assert used <= defined, name


def test_there_are_many_shapes() -> None:
    shapes = {style.shape for line in lines() for style in line.styles}
    files = {path.stem for path in (Path(__file__).parents[3] / "shop" / "demo" / "shapes").glob("*.svg")}
    assert len(shapes) >= 35
    assert shapes == files


def test_a_picture_shows_the_colour() -> None:
    red, navy = palette()["Red"], palette()["Navy"]
    assert red.paint in draw("dress", red, 1)
    assert navy.paint in draw("dress", navy, 1)


def test_looks_differ() -> None:
    blue = palette()["Blue"]
    assert len({draw("jacket", blue, look) for look in (1, 2, 3)}) == 3
