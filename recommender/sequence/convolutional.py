"""Convolutional: windows over the latest places, each twice as wide as the one before (NextItNet, Yuan et al., WSDM 2019).

Caser (Tang & Wang, WSDM 2018) convolves one window for one target. Dilated causal ones learn at every place of a history at
the cost of one.
"""

from __future__ import annotations

import math

from torch import Tensor, nn
from torch.nn import functional

from .config import Config

_WINDOW = 3  # places


class Convolutional(nn.Module):
    """Two causal convolutions, the second twice as wide, added to what went in (pre-norm). `depth` counts from 0."""

    def __init__(self, config: Config, depth: int) -> None:
        super().__init__()
        width, step = config.width, 4**depth
        self.before = nn.LayerNorm(width)
        self.near = nn.Conv1d(width, 2 * width, _WINDOW, dilation=step)
        self.far = nn.Conv1d(2 * width, width, _WINDOW, dilation=2 * step)
        self.dropout = nn.Dropout(config.dropout)
        nn.init.normal_(self.far.weight, std=0.02 / math.sqrt(config.blocks))

    def forward(self, x: Tensor, unseen: Tensor | None) -> Tensor:
        """[batch, length, width] to the same. What fills up stands behind all that is read, so `unseen` says nothing."""
        found = functional.gelu(_backwards(self.near, self.before(x).transpose(1, 2)))
        made: Tensor = x + self.dropout(_backwards(self.far, found).transpose(1, 2))
        return made


def _backwards(convolution: nn.Conv1d, x: Tensor) -> Tensor:
    # [batch, width, length]: padded on the left alone, so that no place sees a later one.
    made: Tensor = convolution(functional.pad(x, ((_WINDOW - 1) * convolution.dilation[0], 0)))
    return made
