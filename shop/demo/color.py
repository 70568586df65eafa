"""Color: a colour's two names and its paint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .bilingual import Both
from .tables import table


@dataclass(frozen=True)
class Color:
    """A colour that products come in."""

    name: Both
    paint: str  # "#rrggbb"


@cache
def palette() -> dict[str, Color]:
    """Every colour by its English name."""
    return {english: Color(Both(english, chinese), paint) for english, (chinese, paint) in table("colors").items()}
