"""Attention: each place of a history looks at the places before it, or at all (SASRec, Kang & McAuley, ICDM 2018)."""

from __future__ import annotations

import math

from torch import Tensor, nn
from torch.nn import functional

from .config import Config


class Attention(nn.Module):
    """Attention, then a feed-forward layer, each added to what went in (pre-norm)."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        width = config.width
        self.heads, self.causal = config.heads, config.causal
        self.before_attention, self.before_feed = nn.LayerNorm(width), nn.LayerNorm(width)
        self.split = nn.Linear(width, 3 * width, bias=False)
        self.join = nn.Linear(width, width, bias=False)
        self.widen, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(config.dropout)
        for last in (self.join, self.narrow):  # so that a deep stack begins as nearly nothing (GPT-2)
            nn.init.normal_(last.weight, std=0.02 / math.sqrt(2 * config.blocks))

    def forward(self, x: Tensor, unseen: Tensor | None) -> Tensor:
        """[batch, length, width] to the same. `unseen` is True where there is nothing to attend to, [batch, length]."""
        batch, length, width = x.shape
        parts = self.split(self.before_attention(x)).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # each [batch, heads, length, width / heads]
        mask = None if unseen is None else ~unseen[:, None, None, :]
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=self.causal)
        x = x + self.dropout(self.join(mixed.transpose(1, 2).reshape(batch, length, width)))
        fed: Tensor = self.narrow(functional.gelu(self.widen(self.before_feed(x))))
        made: Tensor = x + self.dropout(fed)
        return made
