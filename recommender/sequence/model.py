"""Model: from what a shopper took, one item after the other, to the vector that says what is next."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from .attention import Attention
from .batches import Batch
from .config import Config
from .convolutional import Convolutional
from .recurrent import Recurrent


class ItemTower(nn.Module):
    """The vector of an item: what is learned of itself, and of the words that describe it. An unseen item has the latter."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.id_dropout = config.id_dropout
        self.ids = nn.Embedding(config.items, config.width)
        self.known: Tensor  # [items] 1 where anybody has taken it
        self.register_buffer("known", torch.ones(config.items))
        self.words = nn.EmbeddingBag(config.words, config.width, mode="sum") if config.words else None
        nn.init.normal_(self.ids.weight, std=config.width**-0.5)
        if self.words is not None:
            nn.init.zeros_(self.words.weight)

    def forward(self, bags: Bags | None) -> Tensor:
        """All items' vectors, [items, width]."""
        vectors = self.ids.weight * self.known[:, None]
        if self.training and self.id_dropout and self.words is not None:
            vectors = vectors * (torch.rand(len(vectors), 1, device=vectors.device) >= self.id_dropout)
        if self.words is not None and bags is not None:
            vectors = vectors + self.described(bags)
        return vectors

    def described(self, bags: Bags) -> Tensor:
        """What the words alone say of items, [items, width]."""
        if self.words is None:
            return torch.zeros(len(bags.starts), self.ids.embedding_dim, device=bags.starts.device)
        made: Tensor = self.words(bags.words, bags.starts, per_sample_weights=bags.weights)
        return made


@dataclass(frozen=True)
class Bags:
    """The words of every item, one item behind the other."""

    words: Tensor  # [all words of all items]
    weights: Tensor  # [all words of all items]
    starts: Tensor  # [items]

    def to(self, device: torch.device | str) -> Bags:
        """The same on that device."""
        return Bags(self.words.to(device), self.weights.to(device), self.starts.to(device))


class Body(nn.Module):
    """From the vectors of a history to states: blocks of one kind, one on the other."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.places = nn.Embedding(config.length, config.width)
        self.hidden = nn.Parameter(torch.zeros(config.width))  # stands where an item is to be guessed
        self.blocks = nn.ModuleList(_block(config, depth) for depth in range(config.blocks))
        self.norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)
        nn.init.normal_(self.places.weight, std=0.02)

    def forward(self, vectors: Tensor, history: Tensor, lengths: Tensor) -> Tensor:
        """States, [batch, length, width], of histories [batch, length], filled up on the right.

        `vectors` are the tower's, [items, width]. The number of items in a history is a hidden item.
        """
        x = functional.embedding(history.clamp(max=len(vectors) - 1), vectors)
        if not self.config.causal:
            x = torch.where((history == len(vectors))[:, :, None], self.hidden, x)
        x = self.dropout(x + self.places.weight[: history.shape[1]])
        unseen = None  # what fills up comes behind all that a causal model looks at
        if not self.config.causal:
            unseen = torch.arange(history.shape[1], device=history.device) >= lengths[:, None]
        for block in self.blocks:
            x = block(x, unseen)
        made: Tensor = self.norm(x)
        return made


class Encoder(Body):
    """A body and the items that it reads: a state's product with an item's vector says how likely that item is next."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.tower = ItemTower(config)
        self.bias = nn.Parameter(torch.zeros(config.items))  # how likely an item is for anybody

    def guesses(self, vectors: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        """The states from which items are to be guessed, [n, width], and those items, [n]."""
        there = batch.targets >= 0
        return self(vectors, batch.history, batch.lengths)[there], batch.targets[there]


def _block(config: Config, depth: int) -> nn.Module:
    if config.body == "recurrent":
        return Recurrent(config)
    if config.body == "convolutional":
        return Convolutional(config, depth)
    return Attention(config)
