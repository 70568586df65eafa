"""FinalRanker: from what is known of a product to how likely it is chosen, put into the cart and bought. One small torch model.

Its logits are those of the fixed weights, moved by what the shop's own clicks say: a straight part that begins at the fixed
weights and is held near them, and a few hidden units for what only counts together. Where a feature can only count one way
(`SIGNS`) neither part can turn it round, so that no log makes a better answer come later. How often a place is looked at is
learned beside it and left out when goods are put in order (Ling et al., WWW 2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from shop.event import Kind

from ..popularity import WORTH
from .features import NAMES, PRIOR, SIGNS
from .outcomes import HEADS, LAST_PLACE

SLOPE = 4.0  # logits that one point of the fixed weights is worth before anything is learned
_HIDDEN = 8
_KINDS: tuple[Kind, ...] = ("click", "add_to_cart", "buy")


class FinalRanker(nn.Module):
    """Heads for click, cart and buy over one body. `about` says what it learned from and how well."""

    signs: Tensor
    worth: Tensor
    stretch: Tensor
    shift: Tensor

    def __init__(self, about: Mapping[str, Any] | None = None, *, hidden: int = _HIDDEN, seed: int = 0) -> None:
        super().__init__()
        drawn = torch.Generator().manual_seed(seed)
        self.about = dict(about or {})
        self.register_buffer("signs", torch.from_numpy(SIGNS))
        self.register_buffer("worth", torch.tensor([WORTH[kind] for kind in _KINDS]))
        self.straight = nn.Parameter(SLOPE * torch.from_numpy(PRIOR).repeat(len(HEADS), 1))  # [heads, features]
        self.inner = nn.Parameter(0.3 * torch.randn(hidden, len(NAMES), generator=drawn))
        self.inner_base = nn.Parameter(0.3 * torch.randn(hidden, generator=drawn))
        self.outer = nn.Parameter(torch.full((len(HEADS), hidden), 0.05))
        self.base = nn.Parameter(torch.zeros(len(HEADS)))
        self.places = nn.Parameter(torch.zeros(LAST_PLACE + 1))
        self.register_buffer("stretch", torch.ones(len(HEADS)))  # of the logits, so that they are probabilities, and ...
        self.register_buffer("shift", torch.zeros(len(HEADS)))
        self.keep_signs()

    def forward(self, features: Tensor, places: Tensor | None = None) -> Tensor:
        """Logits, [rows, heads], of [rows, features]; as if all stood first where no places are given."""
        bent = torch.tanh(features @ self.inner.T + self.inner_base)
        logits = features @ self.straight.T + bent @ self.outer.T + self.base
        return logits if places is None else logits + (self.places - self.places[0])[places, None]

    def chances(self, features: Tensor, places: Tensor | None = None) -> Tensor:
        """Probabilities, [rows, heads]."""
        return torch.sigmoid(self.stretch * self(features, places) + self.shift)

    def values(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """What showing each is worth, [rows]: the chance of a click, a cart, a purchase, each by its worth."""
        with torch.no_grad():
            found: NDArray[np.float32] = (self.chances(torch.from_numpy(features)) @ self.worth).numpy()
        return found

    @torch.no_grad()
    def keep_signs(self) -> None:
        """Turn back what has come to count the wrong way."""
        self.outer.clamp_(min=0.0)
        for weights in (self.straight, self.inner):
            weights[:, self.signs > 0] = weights[:, self.signs > 0].clamp(min=0.0)
            weights[:, self.signs < 0] = weights[:, self.signs < 0].clamp(max=0.0)

    def save(self, path: Path) -> None:
        """Write it into a file."""
        torch.save({"names": list(NAMES), "about": self.about, "weights": self.state_dict()}, path)

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """Read what `save` wrote; None when it was made of other features."""
        state = torch.load(path, weights_only=True)
        if tuple(state["names"]) != NAMES:
            return None
        made = cls(state["about"])
        made.load_state_dict(state["weights"])
        return made
