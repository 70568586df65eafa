"""Fused: a causal reader asks its masked twin, which sees both sides of every item, by cross-attention into an MLP.

How the target stays hidden: the twin's states know all that the twin has read. So in training each history is cut at a place
drawn anew for every batch; the twin reads the part up to the cut and nothing behind it, and only the places from the cut on,
whose targets all lie behind it, may ask. Places before the cut are told nothing and learn as the causal half alone. The
prefix is thus read both ways, as in a prefix language model (Raffel et al., JMLR 2020). Of the shopper who is served the
whole history is read, and its last place asks: no target stands in it.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from .batches import Batch
from .config import Config
from .model import Body, Encoder

_HIDDEN = 0.2  # share of what the twin reads that it has to guess


class Fused(Encoder):
    """The causal half is the encoder itself; `masked` is its twin, over the same items."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        width = config.width
        self.masked = Body(replace(config, body="attention", causal=False))
        self.ask, self.tell = nn.Linear(width, width, bias=False), nn.Linear(width, 2 * width, bias=False)
        self.nothing = nn.Parameter(torch.zeros(width))  # what is told to a place that may not ask
        self.widen, self.narrow = nn.Linear(2 * width, 2 * width), nn.Linear(2 * width, width)
        nn.init.normal_(self.narrow.weight, std=0.02)  # so that it begins as the causal half

    def forward(self, vectors: Tensor, history: Tensor, lengths: Tensor) -> Tensor:
        """States, [batch, length, width]; those of the last places, `lengths` - 1, have asked the twin."""
        cuts = lengths.clamp(min=1)
        return self._joined(super().forward(vectors, history, lengths), self.masked(vectors, history, cuts), cuts)

    def guesses(self, vectors: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        """Of the joined states the next items, and of the twin's the items hidden from it."""
        cuts = 1 + (torch.rand(len(batch.lengths), device=batch.lengths.device) * batch.lengths).long()
        read = torch.arange(batch.history.shape[1], device=cuts.device) < cuts[:, None]
        hidden = read & (torch.rand(read.shape, device=read.device) < _HIDDEN)
        twin = self.masked(vectors, batch.history.masked_fill(hidden, len(vectors)), cuts)
        joined = self._joined(super().forward(vectors, batch.history, batch.lengths), twin, cuts)
        there = batch.targets >= 0
        return torch.cat([joined[there], twin[hidden]]), torch.cat([batch.targets[there], batch.history[hidden]])

    def _joined(self, own: Tensor, twin: Tensor, cuts: Tensor) -> Tensor:
        # Both [batch, length, width]. A place may ask for what the twin has read if it has read as much itself.
        batch, length, width = own.shape
        places = torch.arange(length, device=own.device)
        told = torch.cat([self.nothing.expand(batch, 1, width), twin], 1)
        may = (places[:, None] >= cuts[:, None, None] - 1) & (places < cuts[:, None, None])  # [batch, asking, told]
        may = functional.pad(may, (1, 0), value=True)
        key, value = self._heads(self.tell(told)).chunk(2, dim=-1)
        query = self._heads(self.ask(own))
        heard = functional.scaled_dot_product_attention(query, key, value, attn_mask=may[:, None])
        both = torch.cat([own, heard.transpose(1, 2).reshape(batch, length, width)], 2)
        made: Tensor = own + self.dropout(self.narrow(functional.gelu(self.widen(both))))
        return made

    def _heads(self, x: Tensor) -> Tensor:
        # [batch, length, parts * width] to [batch, heads, length, parts * width / heads].
        batch, length, _ = x.shape
        return x.view(batch, length, self.config.heads, -1).transpose(1, 2)
