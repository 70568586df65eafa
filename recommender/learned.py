"""Learned: the families and their weights: what was learned of shoppers, whole, as it is kept in a folder and used."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import orjson
import scipy.sparse as sparse
import torch
from numpy.typing import NDArray

from shop.errors import UserError
from shop.event import Kind

from .counts import COUNTS, Counts
from .descriptions import described_by
from .family import Family
from .final.model import FinalRanker
from .fusion import comparable, drawn_in
from .interactions import Interactions, Items
from .linear import Linear, Scores
from .sequence.config import Config
from .sequence.encoders import encoder_of
from .sequence.model import Bags
from .sequence.training import Trained

_FORMAT = 1
_FINAL = "final.pt"
_EVEN = 1e-9  # deviation below which all items are alike
_AT_ONCE = 30_000_000  # scores that are made at once


@dataclass(frozen=True)
class About:
    """Where a model comes from: what it learned from, what was kept from it, and how well it did on that."""

    digest: str  # of the interactions, the kept-back ones too
    held_out: int  # the latest items of every user that it has not seen
    users: int = 0
    interactions: int = 0
    seconds: float = 0.0
    valid: dict[str, float] = field(default_factory=dict)  # NDCG@10 on the item before the held-out one, by family
    final: str = ""  # what orders the goods that are shown, and why
    kinds: list[Kind] = field(default_factory=list)  # of the shop's own log, the events that were counted, and ...
    until: int = 0  # ... when the last of them happened, UTC ms


class Outlook:
    """What the families say of all items for one history.

    `scores`, [items], are those of `Learned.scores` but for a constant: an item of which the linear families say nothing, and
    which the encoder finds like the mean, has 0. So nothing is computed where nothing is said.
    """

    def __init__(self, families: Sequence[Family], weights: Sequence[float], history: Items, items: int) -> None:
        self.history = history
        self._families, self._weights = families, weights
        self._scales = list[_Scale]()
        self.scores: Scores = np.zeros(items, np.float32)
        for family, weight in zip(families, weights, strict=True):
            told, said = family.told(history) if isinstance(family, Linear) else (slice(None), family.of_one(history))
            scale = _Scale.of(said, items)
            self.scores[told] += np.float32(weight) * scale(said)
            self._scales.append(scale)

    def without(self, items: Sequence[int], columns: NDArray[np.int64]) -> Scores:
        """The scores of `columns` as they would be without each of the items, [items, columns].

        Means and deviations are those of the whole history: of one item less they hardly differ, and to find those of every
        variant would take as long as to score all items anew.
        """
        histories = [self.history[self.history != item] for item in items]
        total = np.zeros((len(items), len(columns)), np.float32)
        for family, weight, scale in zip(self._families, self._weights, self._scales, strict=True):
            total += np.float32(weight) * scale(family.at(histories, columns))
        return total


@dataclass(frozen=True)
class _Scale:
    """`comparable` of one history's scores, less what it makes of nothing: where some items have 0, 0 stays 0."""

    mean: float
    deviation: float
    nothing: float

    @classmethod
    def of(cls, said: Scores, items: int) -> Self:
        # Of all items; those of which nothing is said have 0.
        mean = float(said.sum(dtype=np.float64)) / max(1, items)
        deviation = math.sqrt(max(float(said.astype(np.float64) @ said) / max(1, items) - mean * mean, 0.0))
        if deviation < _EVEN:
            return cls(0.0, math.inf, 0.0)
        silent = np.count_nonzero(said) < items
        return cls(mean, deviation, math.asinh(-mean / deviation) if silent else 0.0)

    def __call__(self, said: Scores) -> Scores:
        return drawn_in((said - np.float32(self.mean)) / np.float32(self.deviation)) - np.float32(self.nothing)


@dataclass(frozen=True, eq=False)
class Learned:
    """`weights` are by family; a family of weight 0 is not asked. `words` are those that describe items, with their worth.

    `dear` says by item how dear it is for its kind, from 0 to 1, where a shop states prices. `final` orders what is shown; None
    where the shop has too few clicks to learn that. `counts` are those that the linear families were made from; they are kept,
    so that a shopper can be taken out of them, but not loaded: to use a model takes none.
    """

    items: Sequence[str]
    families: Sequence[Family]
    weights: dict[str, float]
    about: About
    words: Mapping[str, float] = field(default_factory=dict)
    dear: Mapping[str, float] = field(default_factory=dict)
    final: FinalRanker | None = None
    counts: Counts | None = None

    def scores(self, histories: Interactions) -> Scores:
        """For every shopper and item, [users, items]."""
        total = np.zeros((len(histories), len(self.items)), np.float32)
        for family in self._asked():
            total += np.float32(self.weights[family.name]) * comparable(family.scores(histories))
        return total

    def of_one(self, history: Items) -> Outlook:
        """What is said of all items for one shopper."""
        asked = self._asked()
        return Outlook(asked, [self.weights[family.name] for family in asked], history, len(self.items))

    def lists(self, histories: Interactions, k: int) -> Iterator[NDArray[np.int64]]:
        """For shopper after shopper the k best items that are not in the history, the best first."""
        step = max(1, _AT_ONCE // max(1, len(self.items)))
        for start in range(0, len(histories), step):
            chosen = np.zeros(len(histories), np.bool_)
            chosen[start : start + step] = True
            part = histories.where(chosen)
            scores = self.scores(part)
            scores[part.owners(), part.sequence] = -np.inf
            best = np.argpartition(-scores, min(k, scores.shape[1] - 1), axis=1)[:, :k]
            order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
            for row, those in enumerate(np.take_along_axis(best, order, axis=1)):
                yield those[np.isfinite(scores[row, those])]

    def knowing(self, described: Mapping[str, Iterable[str]]) -> Self:
        """The same with items behind the others that came since it was trained, by the words that describe them."""
        known = set(self.items)
        new = {item: words for item, words in described.items() if item not in known}
        if not new:
            return self
        bags = bags_of(described_by(new.values(), list(self.words), np.array(list(self.words.values()), np.float32)))
        families = [family.knowing(len(new)) if isinstance(family, Linear) else family for family in self.families]
        families = [family.knowing(bags) if isinstance(family, Trained) else family for family in families]
        return replace(self, items=[*self.items, *new], families=families)

    def taken(self) -> NDArray[np.bool_]:
        """Whether anybody had taken each item, as far as an encoder says so. [items]"""
        found = np.ones(len(self.items), np.bool_)
        for family in self.families:
            if isinstance(family, Trained):
                known = family.encoder.tower.known.cpu().numpy() > 0
                found &= np.concatenate([known, np.zeros(len(self.items) - len(known), np.bool_)])
        return found

    def only(self, name: str) -> Self:
        """With one family alone, to be set beside the others."""
        return replace(self, families=[family for family in self.families if family.name == name], weights={name: 1.0})

    def _asked(self) -> list[Family]:
        return [family for family in self.families if self.weights.get(family.name)]

    def save(self, folder: Path) -> None:
        """Write it into the empty folder."""
        tables: dict[str, NDArray[Any]] = {}
        for family in self.families:
            if isinstance(family, Linear):
                table = sparse.csr_array(family.table)
                tables |= {f"{family.name}.{part}": getattr(table, part) for part in ("data", "indices", "indptr")}
            elif isinstance(family, Trained):
                _save_encoder(family, folder / f"{family.name}.pt")
        with (folder / "tables.npz").open("wb") as file:
            np.savez(file, allow_pickle=False, **tables)
        linear = {f.name: {"decay": f.decay, "last": f.last} for f in self.families if isinstance(f, Linear)}
        if self.final:
            self.final.save(folder / _FINAL)
        if self.counts:
            self.counts.save(folder / COUNTS)
        whole = {"format": _FORMAT, "items": self.items, "weights": self.weights, "linear": linear, "about": asdict(self.about)}
        encoders = [f.name for f in self.families if isinstance(f, Trained)]
        goods = {"words": self.words, "dear": self.dear}
        (folder / "model.json").write_bytes(orjson.dumps({**whole, **goods, "encoders": encoders}))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote. Raises UserError when it is damaged or of another version."""
        try:
            whole = orjson.loads((folder / "model.json").read_bytes())
            if whole["format"] != _FORMAT:
                raise ValueError("it was made by another version of Aisle")
            items = whole["items"]
            with (folder / "tables.npz").open("rb") as opened, np.load(opened, allow_pickle=False) as tables:
                families: list[Family] = [_linear(name, made, tables, len(items)) for name, made in whole["linear"].items()]
            families += [_load_encoder(folder / f"{name}.pt", len(items)) for name in whole["encoders"]]
            final = FinalRanker.load(folder / _FINAL) if (folder / _FINAL).exists() else None
            about, words, dear = About(**whole["about"]), whole.get("words", {}), whole.get("dear", {})
            return cls(items, families, whole["weights"], about, words, dear, final)
        except UserError:
            raise
        except Exception as error:  # torch, numpy and zipfile each raise their own of a damaged file
            raise UserError(f"The ranker in {folder} cannot be read ({error}). Train it again with `aisle train`.") from error


def bags_of(words: sparse.csr_array) -> Bags:
    """The words of every item, [items, words], as an encoder reads them."""
    return Bags(
        torch.from_numpy(words.indices.astype(np.int64)),
        torch.from_numpy(words.data),
        torch.from_numpy(words.indptr[:-1].astype(np.int64)),
    )


def _linear(name: str, made: dict[str, Any], tables: Any, items: int) -> Linear:
    parts = (tables[f"{name}.data"], tables[f"{name}.indices"], tables[f"{name}.indptr"])
    table = sparse.csr_array(parts, shape=(items, items))
    table.check_format(full_check=True)
    return Linear(name, table, made["decay"], made["last"])


def _save_encoder(trained: Trained, path: Path) -> None:
    bags = trained.bags
    words = None if bags is None else {"words": bags.words, "weights": bags.weights, "starts": bags.starts}
    torch.save({"config": asdict(trained.encoder.config), "weights": trained.encoder.state_dict(), "bags": words}, path)


def _load_encoder(path: Path, items: int) -> Trained:
    state = torch.load(path, weights_only=True)
    config = Config(**state["config"])
    if config.items != items:
        raise ValueError(f"{path.name} knows {config.items} items, not {items}")
    encoder = encoder_of(config)
    encoder.load_state_dict(state["weights"])
    return Trained(encoder, None if state["bags"] is None else Bags(**state["bags"]))
