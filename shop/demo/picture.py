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
from .variants import image

_SHAPES = Path(__file__).parent / "shapes"
_STYLE = re.compile(r"\n?<!-- style (\d) -->\n(.*?)<!-- end -->", re.DOTALL)
_USED = re.compile(r"url\(#(\w+)\)")
_BETWEEN = re.compile(r">\s+<")
_DIAGONAL = 'x1="0" y1="0" x2=".7" y2="1"'
_DOWN = 'x1="0" y1="0" x2="0" y2="1"'
_ACROSS = 'x1="0" y1="0" x2="1" y2="0"'

# The paints a shape may fill with, besides its own shades: name -> (direction, stops).
_GRADIENTS = {
    "b": (_DIAGONAL, ("$light", "$base", "$dark")),  # body, lit from the upper left
    "v": (_DOWN, ("$light", "$base", "$dark")),  # body, lit from above
    "h": (_ACROSS, ("$dark", "$base", "$light", "$base", "$dark")),  # a cylinder
    "d": (_DIAGONAL, ("$dark", "$deep")),  # the shaded side
    "m": (_ACROSS, ("#8d939b", "#d5d9de", "#f6f7f8", "#c3c8ce", "#868c94")),  # metal
    "k": (_DIAGONAL, ("#4a4e56", "#2a2d33", "#17191d")),  # black plastic, rubber
    "w": (_DIAGONAL, ("#ffffff", "#f3f1ec", "#d9d5cc")),  # white plastic, paper
    "g": (_DIAGONAL, ("#3a4a6b", "#1c2438", "#0d111c")),  # a dark screen
    "s": (_DIAGONAL, ("#8fc6ff", "#7a8cf0", "#e79ac0")),  # a lit screen
    "o": (_DIAGONAL, ("#e0bd8d", "#c2955f", "#96693c")),  # wood
    "y": (_DIAGONAL, ("#f7e3ab", "#d9b25c", "#a87f2e")),  # brass
    "l": (_DIAGONAL, ("#a97850", "#7d5334", "#56371f")),  # leather
    "c": (_DIAGONAL, ("#ffffff", "#e7eef2", "#bccbd4")),  # clear glass
}

_GLOW = (
    '<radialGradient id="e"><stop stop-color="#ffdf90" stop-opacity=".75"/><stop offset=".5" stop-color="#ffe3a0" stop-opacity=".3"/>'
    '<stop offset="1" stop-color="#ffe9b8" stop-opacity="0"/></radialGradient>'
)


def draw_all(made: Iterable[Made]) -> dict[str, str]:
    """The picture of every product in every colour, by file name under media/."""
    wanted = {image(each.draft, color): (each.draft.style.shape, color, each.draft.look) for each in made for color in each.draft.colors}
    return {name.removeprefix("media/"): draw(*what) for name, what in sorted(wanted.items())}


def draw(shape: str, color: Color, look: int) -> str:
    """The SVG of a shape in a colour. `look` (0 to 2) picks among the shape's details."""
    shades = _shades(color.paint)
    body = Template(_STYLE.sub(lambda found: found[2] if int(found[1]) == look + 1 else "", _shape(shape))).substitute(shades)
    defs = "".join(_gradient(name, shades) for name in sorted(set(_USED.findall(body))) if name in _GRADIENTS) + (_GLOW if "url(#e)" in body else "")
    return _BETWEEN.sub("><", _FRAME.format(defs=defs, body=body, **_backdrop(color.paint)))


@cache
def _shape(name: str) -> str:
    return (_SHAPES / f"{name}.svg").read_text(encoding="utf-8")


_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><defs>'
    '<linearGradient id="bg" x1="0" y1="0" x2="0" y2="1"><stop stop-color="{wall}"/><stop offset=".72" stop-color="{wall}"/>'
    '<stop offset="1" stop-color="{floor}"/></linearGradient>'
    '<radialGradient id="sh"><stop stop-color="{shadow}" stop-opacity=".42"/><stop offset=".55" stop-color="{shadow}" stop-opacity=".16"/>'
    '<stop offset="1" stop-color="{shadow}" stop-opacity="0"/></radialGradient>'
    '<filter id="f" x="-20%" y="-20%" width="140%" height="150%"><feDropShadow dx="0" dy="7" stdDeviation="7" flood-color="{shadow}" '
    'flood-opacity=".24"/></filter>{defs}</defs><rect width="400" height="400" fill="url(#bg)"/><g filter="url(#f)">{body}</g></svg>\n'
)


def _gradient(name: str, shades: dict[str, str]) -> str:
    direction, stops = _GRADIENTS[name]
    last = len(stops) - 1
    painted = "".join(
        f'<stop offset="{place / last:.2g}" stop-color="{Template(stop).substitute(shades)}"/>' for place, stop in enumerate(stops)
    )
    return f'<linearGradient id="{name}" {direction}>{painted}</linearGradient>'


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
