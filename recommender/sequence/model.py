"""Model: a self-attentive encoder of what a shopper took, one item after the other (SASRec, Kang & McAuley, ICDM 2018)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Config:
    """How large a model is. `words` is the size of the vocabulary that says what an item is; 0 for none."""

    items: int
    words: int = 0
    width: int = 64
    blocks: int = 2
    heads: int = 2
    length: int = 200  # items of a history that are read
    dropout: float = 0.2
    id_dropout: float = 0.1  # share of items that must do without their id, so that words alone come to suffice
    causal: bool = True  # False: each place sees all others, and hidden ones are guessed (BERT4Rec)


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
            vectors = vectors * (torch.rand(len(vectors), 1) >= self.id_dropout)
        if self.words is not None and bags is not None:
            vectors = vectors + self.described(bags)
        return vectors

    def described(self, bags: Bags) -> Tensor:
        """What the words alone say of items, [items, width]."""
        if self.words is None:
            return torch.zeros(len(bags.starts), self.ids.embedding_dim)
        made: Tensor = self.words(bags.words, bags.starts, per_sample_weights=bags.weights)
        return made


@dataclass(frozen=True)
class Bags:
    """The words of every item, one item behind the other."""

    words: Tensor  # [all words of all items]
    weights: Tensor  # [all words of all items]
    starts: Tensor  # [items]


class Block(nn.Module):
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


class Encoder(nn.Module):
    """From a history to the vector whose product with an item's vector says how likely that item is next."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.tower = ItemTower(config)
        self.places = nn.Embedding(config.length, config.width)
        self.hidden = nn.Parameter(torch.zeros(config.width))  # stands where an item is to be guessed
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.blocks))
        self.norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)
        self.bias = nn.Parameter(torch.zeros(config.items))  # how likely an item is for anybody
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
            unseen = torch.arange(history.shape[1]) >= lengths[:, None]
        for block in self.blocks:
            x = block(x, unseen)
        made: Tensor = self.norm(x)
        return made
