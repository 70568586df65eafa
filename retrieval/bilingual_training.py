"""Training of the bilingual vectors: python -m retrieval.bilingual_training FOLDER [--held-out].

FOLDER is the `dist` folder of Shopify's product taxonomy, with `en` and `zh-CN` in it: names of categories, attributes and
values that stand for the same thing under one id. Two names of one thing are drawn together, and away from the other names of
their batch (InfoNCE, van den Oord et al. 2018), as the sums of their tokens and token by token, each with its best partner in
the other name (late interaction, Khattab & Zaharia 2020): the sums learn what a name means, the tokens which of them means it.

With --held-out one name in twenty is kept apart, how many of them find their partner is printed, and nothing is written; what
ships is trained on all of them.
"""

from __future__ import annotations

import hashlib
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from .bilingual import FILE, write
from .tokens import tokenize

_DIMENSIONS = 64
_LEAST = 2  # names that hold a token; of rarer ones too little is learned
_ROUNDS = 10
_BATCH = 256
_RATE = 1e-2
_DROPPED = 0.15  # of the tokens of a name, each time it is seen
_HEAT = 0.05
_SOFT = 0.1  # how much the second best partner of a token counts beside the best
_FILES = ("categories.txt", "attributes.txt", "attribute_values.txt")
_OF_ATTRIBUTE = re.compile(r"\s*\[[^]]*\]$")

Pair = tuple[str, str]
Numbers = Sequence[Sequence[int]]


def main(folder: Path, *, held_out: bool) -> None:
    """Train, and report or write."""
    pairs = list(dict.fromkeys(_pairs(folder)))
    kept = [pair for pair in pairs if not (held_out and _is_held(pair))]
    seen = {chinese for _, chinese in kept}
    terms = _terms(kept)
    table = _trained([(_numbers(one, terms), _numbers(other, terms)) for one, other in kept], len(terms))
    if held_out:
        print(_report(table, terms, [pair for pair in pairs if _is_held(pair) and pair[1] not in seen]))
    else:
        write(FILE, list(terms), table.numpy())
        print(f"{FILE}: {len(terms):,} tokens of {len(pairs):,} pairs of names")


def _pairs(folder: Path) -> Iterator[Pair]:
    for name in _FILES:
        english, chinese = (dict(_names(folder / language / name)) for language in ("en", "zh-CN"))
        for id_, one in english.items():
            other = chinese.get(id_)
            if other and other.lower() != one.lower():
                yield one, other


def _names(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        id_, found, path = line.partition(" : ")
        if found and not line.startswith("#"):
            yield id_.strip(), _OF_ATTRIBUTE.sub("", path.rpartition(" > ")[2]).strip()


def _is_held(pair: Pair) -> bool:
    return hashlib.sha256(pair[0].lower().encode()).digest()[0] < 256 // 20


def _terms(pairs: Sequence[Pair]) -> dict[str, int]:
    count = Counter(token for name in chain.from_iterable(pairs) for token in set(tokenize(name)) if not token.isdigit())
    return {token: number for number, token in enumerate(sorted(token for token, many in count.items() if many >= _LEAST))}


def _numbers(name: str, terms: dict[str, int]) -> list[int]:
    return [terms[token] for token in tokenize(name) if token in terms]


def _trained(pairs: Sequence[tuple[list[int], list[int]]], terms: int) -> torch.Tensor:
    torch.manual_seed(7)
    chance = random.Random(7)
    table = torch.nn.Parameter(torch.randn(terms, _DIMENSIONS) * 0.1)
    optimizer = torch.optim.Adam([table], lr=_RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1, 0.05, _ROUNDS)
    rows = [pair for pair in pairs if pair[0] and pair[1]]
    for _ in range(_ROUNDS):
        chance.shuffle(rows)
        for start in range(0, len(rows), _BATCH):
            one, other = zip(*rows[start : start + _BATCH], strict=True)
            summed = _sums(table, _some(one, chance)) @ _sums(table, _some(other, chance)).T
            loss = _contrast(summed) + _contrast(_aligned(table, one, other))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        schedule.step()
    return table.detach()


def _contrast(alike: torch.Tensor) -> torch.Tensor:
    right = torch.arange(len(alike))
    return cross_entropy(alike / _HEAT, right) + cross_entropy(alike.T / _HEAT, right)


def _some(names: Numbers, chance: random.Random) -> Numbers:
    return [[token for token in name if chance.random() > _DROPPED] or name for name in names]


def _sums(table: torch.Tensor, names: Numbers) -> torch.Tensor:
    starts = torch.tensor(np.cumsum([0, *map(len, names[:-1])]))
    return normalize(embedding_bag(torch.tensor(list(chain.from_iterable(names))), table, starts, mode="sum"), dim=1)


def _aligned(table: torch.Tensor, ones: Numbers, others: Numbers) -> torch.Tensor:
    # [ones, others]: how near each token has a partner in the other name, the nearest counting most; the mean of both ways.
    near = torch.exp(_tokens(table, ones) @ _tokens(table, others).T / _SOFT)
    one, other = _owners(ones), _owners(others)
    forth = torch.zeros(len(one), len(others)).index_add(1, other, near).log()
    back = torch.zeros(len(ones), len(other)).index_add(0, one, near).log()
    there = torch.zeros(len(ones), len(others)).index_add(0, one, forth) / _lengths(ones)[:, None]
    home = torch.zeros(len(ones), len(others)).index_add(1, other, back) / _lengths(others)[None, :]
    return _SOFT * (there + home) / 2


def _tokens(table: torch.Tensor, names: Numbers) -> torch.Tensor:
    return normalize(table[torch.tensor(list(chain.from_iterable(names)))], dim=1)


def _owners(names: Numbers) -> torch.Tensor:
    return torch.tensor([number for number, name in enumerate(names) for _ in name])


def _lengths(names: Numbers) -> torch.Tensor:
    return torch.tensor([float(len(name)) for name in names])


def _report(table: torch.Tensor, terms: dict[str, int], pairs: Sequence[Pair]) -> str:
    rows = [(_numbers(one, terms), _numbers(other, terms)) for one, other in pairs]
    rows = [row for row in rows if row[0] and row[1]]
    alike = _sums(table, [row[0] for row in rows]) @ _sums(table, [row[1] for row in rows]).T
    right = torch.arange(len(rows))
    first = [(scores.argmax(1) == right).float().mean().item() for scores in (alike, alike.T)]
    ten = (alike.topk(min(10, len(rows)), dim=1).indices == right[:, None]).any(1).float().mean().item()
    return (
        f"{len(rows)} names that were kept apart, of {len(pairs)}: the partner among them is the nearest for {first[0]:.3f} "
        f"(English) and {first[1]:.3f} (Chinese), and among the ten nearest for {ten:.3f}"
    )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Name the taxonomy's `dist` folder, which holds `en` and `zh-CN`.")
    main(Path(sys.argv[1]), held_out="--held-out" in sys.argv[2:])
