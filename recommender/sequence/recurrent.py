"""Recurrent: a gated unit goes through the history and carries on what it has read (GRU4Rec, Hidasi et al., ICLR 2016)."""

from __future__ import annotations

import math

from torch import Tensor, nn

from .config import Config


class Recurrent(nn.Module):
    """A GRU whose state, brought to the width, is added to what went in (pre-norm)."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.before = nn.LayerNorm(config.width)
        self.unit = nn.GRU(config.width, 2 * config.width, batch_first=True)
        self.join = nn.Linear(2 * config.width, config.width)
        self.dropout = nn.Dropout(config.dropout)
        nn.init.normal_(self.join.weight, std=0.02 / math.sqrt(config.blocks))

    def forward(self, x: Tensor, unseen: Tensor | None) -> Tensor:
        """[batch, length, width] to the same. What fills up stands behind all that is read, so `unseen` says nothing."""
        states, _ = self.unit(self.before(x))
        made: Tensor = x + self.dropout(self.join(states))
        return made
