"""Batches: histories of about one length side by side, so that little is computed on what only fills up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..interactions import Interactions

_SHORTEST = 20  # of the pieces that a long history is cut into
_BLUR = 10  # by which lengths are mixed, so that no epoch has the batches of the one before


@dataclass(frozen=True)
class Batch:
    """Histories [batch, length], filled up on the right, and where in `targets` there is something to learn."""

    history: Tensor
    lengths: Tensor  # [batch]
    targets: Tensor  # [batch, length]; -1 where there is none

    def to(self, device: torch.device) -> Batch:
        """The same on that device."""
        return Batch(self.history.to(device), self.lengths.to(device), self.targets.to(device))


def training_batches(
    interactions: Interactions, length: int, tokens: int, chance: np.random.Generator, hide: float | None = None
) -> Iterator[Batch]:
    """All interactions once, in batches of at most `tokens` places. At each place the next item is the target.

    With `hide`, that share of the items is hidden, and they are the targets.
    """
    pieces = np.array(list(_pieces(interactions, length, chance)), np.int64).reshape(-1, 2)
    sizes = pieces[:, 1] - pieces[:, 0]
    groups = _groups(sizes, np.argsort(sizes + chance.integers(0, _BLUR, len(sizes))), tokens)
    for number in chance.permutation(len(groups)):
        spans = pieces[groups[number]]
        yield _next(interactions, spans) if hide is None else _hidden(interactions, spans, length, hide, chance)


def reading_batches(
    histories: Interactions, length: int, tokens: int, hidden: int | None = None
) -> Iterator[tuple[NDArray[np.int64], Batch]]:
    """The rows of the shoppers, and the ends of what they took, to be read. With `hidden`, that number stands at the end."""
    room = length if hidden is None else length - 1
    starts = np.maximum(histories.starts, histories.ends - room)
    sizes = histories.ends - starts
    for rows in _groups(sizes + 1, np.argsort(sizes), tokens):
        spans = np.stack([starts[rows], histories.ends[rows]], 1)
        history, lengths = _filled(histories, spans)
        if hidden is not None:
            history = np.concatenate([history, np.zeros((len(rows), 1), np.int64)], 1)
            history[np.arange(len(rows)), lengths] = hidden
            lengths = lengths + 1
        nothing = history[:0]
        yield rows, Batch(torch.from_numpy(history), torch.from_numpy(lengths), torch.from_numpy(nothing))


def _pieces(interactions: Interactions, length: int, chance: np.random.Generator) -> Iterator[tuple[int, int]]:
    # Long histories are cut, from the end or from somewhere before it, so that the cuts fall elsewhere every time.
    for start, end in zip(interactions.starts.tolist(), interactions.ends.tolist(), strict=True):
        if end - start > length + 1 and chance.random() < 0.5:
            end -= int(chance.integers(0, length))
        while end - start >= 2:
            yield max(start, end - length - 1), end
            end -= length
            if end - start < _SHORTEST:
                break


def _groups(sizes: NDArray[np.int64], order: NDArray[np.int64], tokens: int) -> list[NDArray[np.int64]]:
    groups, begun, longest = list[NDArray[np.int64]](), 0, 0
    for place, row in enumerate(order):
        longest = max(longest, int(sizes[row]))
        if place > begun and longest * (place - begun + 1) > tokens:
            groups.append(order[begun:place])
            begun, longest = place, int(sizes[row])
    return [*groups, order[begun:]] if len(order) else groups


def _next(interactions: Interactions, spans: NDArray[np.int64]) -> Batch:
    starts, ends = spans.T
    history, lengths = _filled(interactions, np.stack([starts, ends - 1], 1))
    targets, _ = _filled(interactions, np.stack([starts + 1, ends], 1), nothing=-1)
    return Batch(torch.from_numpy(history), torch.from_numpy(lengths), torch.from_numpy(targets))


def _hidden(
    interactions: Interactions, spans: NDArray[np.int64], length: int, share: float, chance: np.random.Generator
) -> Batch:
    starts, ends = spans.T
    spans = np.stack([np.maximum(starts, ends - length), ends], 1)
    history, lengths = _filled(interactions, spans)
    there = np.arange(history.shape[1]) < lengths[:, None]
    hidden = there & (chance.random(history.shape) < share)
    hidden[np.arange(len(lengths)), lengths - 1] |= chance.random(len(lengths)) < 0.5  # the end is what is asked for later
    targets = np.where(hidden, history, -1)
    history[hidden] = len(interactions.items)
    return Batch(torch.from_numpy(history), torch.from_numpy(lengths), torch.from_numpy(targets))


def _filled(interactions: Interactions, spans: NDArray[Any], nothing: int = 0) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    lengths = spans[:, 1] - spans[:, 0]
    made = np.full((len(spans), max(1, int(lengths.max(initial=0)))), nothing, np.int64)
    inside = np.arange(made.shape[1]) < lengths[:, None]
    made[inside] = interactions.sequence[np.concatenate([np.arange(*span) for span in spans])] if inside.any() else nothing
    return made, lengths
