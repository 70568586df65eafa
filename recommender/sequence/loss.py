"""Loss: softmax over all items, or over some drawn evenly that a whole batch shares, which costs a tenth."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional


def next_item_loss(states: Tensor, targets: Tensor, vectors: Tensor, bias: Tensor, negatives: int) -> Tensor:
    """Mean cross-entropy, a scalar. `states` are [n, width], `targets` [n], `vectors` [items, width], `bias` [items].

    With fewer negatives than items they are drawn evenly and stand for all: each counts as items / negatives of them, so that
    the sum under the softmax is right on average (sampled softmax, Bengio & Senécal 2008).
    """
    items = len(vectors)
    if negatives >= items:
        return functional.cross_entropy(states @ vectors.T + bias, targets)
    drawn = torch.randperm(items)[:negatives]
    wrong = states @ vectors[drawn].T + bias[drawn] + math.log(items / negatives)
    wrong = wrong.masked_fill(targets[:, None] == drawn, -torch.inf)
    right = (states * vectors[targets]).sum(1, keepdim=True) + bias[targets, None]
    return (torch.logsumexp(torch.cat([right, wrong], 1), 1) - right[:, 0]).mean()
