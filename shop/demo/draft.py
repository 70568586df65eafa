"""Draft: a product decided upon, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

from .bilingual import Both
from .color import Color
from .line import Feature, Line, Style, Work


@dataclass(frozen=True)
class Draft:
    """Everything that is true of a product to be. `grade` runs from 0 (the cheapest of its kind) to 1."""

    id: str
    line: Line
    style: Style
    brand: Both
    model: Both
    work: Work | None
    audience: str | None
    minor: int  # the price in cents
    grade: float
    appeal: float  # the stars it deserves
    fame: float  # how much more it is looked at than the average
    features: tuple[Feature, ...]
    attributes: dict[str, tuple[Both, ...]]  # without colour, which the variants tell
    colors: tuple[Color, ...]
    look: int  # which of the drawings of its shape, from 1

    def first(self, attribute: str) -> Both | None:
        """The first value of an attribute, or None."""
        values = self.attributes.get(attribute)
        return values[0] if values else None
