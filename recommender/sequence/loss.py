"""Loss: softmax over all known items, or over some drawn evenly that a whole batch shares, which costs less."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def next_item_loss(states: Tensor, targets: Tensor, vectors: Tensor, bias: Tensor, known: Tensor, negatives: int) -> Tensor:
    """Mean cross-entropy, a scalar. `states` are [n, width], `targets` [n], `vectors` [items, width], `bias` [items].

    Wrong answers are drawn evenly from the `known` items, of which there are at most `negatives`, and stand for all: each
    counts as known / negatives of them, so that the sum under the softmax is right on average (sampled softmax, Bengio &
    Senécal 2008). An item that nobody has taken is never a wrong answer: it has had no chance to be a right one.
    """
    drawn = known[torch.randperm(len(known), device=known.device)[:negatives]] if negatives < len(known) else known
    wrong = states @ vectors[drawn].T + bias[drawn] + math.log(len(known) / len(drawn))
    wrong = wrong.masked_fill(targets[:, None] == drawn, -torch.inf)
    right = (states * vectors[targets]).sum(1, keepdim=True) + bias[targets, None]
    return (torch.logsumexp(torch.cat([right, wrong], 1), 1) - right[:, 0]).mean()
