"""Picture: draws a product's shape in its colour, as an SVG file."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template

from .catalogue import Made
from .color import Color
from .tables import DATA, table
from .variants import image

_SHAPES = Path(__file__).parent / "shapes"
_STYLE = re.compile(r"\n?<!-- style (\d) -->\n(.*?)<!-- end -->", re.DOTALL)
_USED = re.compile(r"url\(#(\w+)\)")
_BETWEEN = re.compile(r">\s+<")


def draw_all(made: Iterable[Made]) -> dict[str, str]:
    """The picture of every product in every colour, by file name under media/."""
    wanted = {image(draft, color): (draft, color) for draft in (each.draft for each in made) for color in draft.colors}
    return {
        name.removeprefix("media/"): draw(draft.style.shape, color, draft.look)
        for name, (draft, color) in sorted(wanted.items())
    }


def draw(shape: str, color: Color, look: int) -> str:
    """The SVG of a shape in a colour. `look` (1 to 3) picks among the shape's details."""
    shades = _shades(color.paint)
    drawn = _STYLE.sub(lambda found: found[2] if int(found[1]) == look else "", _file(_SHAPES / f"{shape}.svg"))
    body = Template(drawn).substitute(shades)
    paints = "".join(_paint(name, shades) for name in table("paints") if name in set(_USED.findall(body)))
    whole = Template(_file(DATA / "frame.svg")).substitute(_backdrop(color.paint), paints=paints, body=body)
    return _BETWEEN.sub("><", whole)


@cache
def _file(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _paint(name: str, shades: dict[str, str]) -> str:
    paint = table("paints")[name]
    if "glow" in paint:
        return _glow(name, *paint["glow"])
    last = len(paint["stops"]) - 1
    stops = (Template(stop).substitute(shades) for stop in paint["stops"])
    painted = "".join(f'<stop offset="{place / last:.2g}" stop-color="{stop}"/>' for place, stop in enumerate(stops))
    return f'<linearGradient id="{name}" {paint["run"]}>{painted}</linearGradient>'


def _glow(name: str, *stops: str | float) -> str:
    colors, opacities = stops[::2], stops[1::2]
    painted = "".join(
        f'<stop offset="{place / 2:.2g}" stop-color="{color}" stop-opacity="{opacity}"/>'
        for place, (color, opacity) in enumerate(zip(colors, opacities, strict=True))
    )
    return f'<radialGradient id="{name}">{painted}</radialGradient>'


def _shades(paint: str) -> dict[str, str]:
    """The colour from highlight to deep shadow, and a contrasting accent."""
    hue, light, colorful = _hls(paint)
    chroma = colorful * _room(light)
    accent = _hex(hue + 0.5, 0.55, 0.45) if colorful > 0.15 else "#d98b5f"
    return {
        "base": paint,
        "shine": _shade(hue, min(0.97, light + 0.26), chroma),
        "light": _shade(hue, min(0.95, light + 0.11), chroma),
        "dark": _shade(hue, light * 0.82, chroma),
        "deep": _shade(hue, light * 0.6, chroma),
        "accent": accent,
    }


def _backdrop(paint: str) -> dict[str, str]:
    """A neutral wall with a breath of the colour, so that cards differ without shouting; darker behind what is white."""
    hue, light, colorful = _hls(paint)
    wall = 0.905 if light > 0.85 else 0.95
    tint = min(colorful, 0.35)
    return {
        "wall": _hex(hue, wall, tint * 0.5),
        "floor": _hex(hue, wall - 0.06, tint * 0.45),
        "shadow": _hex(hue, 0.16, tint * 0.5),
    }


def _room(light: float) -> float:
    """How colourful (in HLS chroma) a lightness can be."""
    return 1 - abs(2 * light - 1)


def _shade(hue: float, light: float, chroma: float) -> str:
    """The hue at another lightness, as colourful to the eye as before: a cream coat has no mustard folds."""
    return _hex(hue, light, min(0.85, chroma * 1.15 / max(0.05, _room(light))))


def _hls(paint: str) -> tuple[float, float, float]:
    red, green, blue = (int(paint[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)


def _hex(hue: float, light: float, colorful: float) -> str:
    parts = colorsys.hls_to_rgb(hue % 1, min(1, max(0, light)), min(1, max(0, colorful)))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
