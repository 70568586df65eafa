"""Learned: the families and their weights: what was learned of shoppers, whole, as it is kept in a folder and used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import orjson
import scipy.sparse as sparse
import torch
from numpy.typing import NDArray

from shop.errors import UserError

from .family import Family
from .fusion import comparable
from .interactions import Interactions, Items
from .linear import Linear, Scores
from .sequence.model import Bags, Config, Encoder
from .sequence.training import Trained

_FORMAT = 1
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


@dataclass(frozen=True, eq=False)
class Learned:
    """`weights` are by family; a family of weight 0 is not asked."""

    items: Sequence[str]
    families: Sequence[Family]
    weights: dict[str, float]
    about: About

    def scores(self, histories: Interactions) -> Scores:
        """For every shopper and item, [users, items]."""
        total = np.zeros((len(histories), len(self.items)), np.float32)
        for family in self._asked():
            total += np.float32(self.weights[family.name]) * comparable(family.scores(histories))
        return total

    def of_one(self, history: Items) -> Scores:
        """For one shopper, [items]."""
        total = np.zeros(len(self.items), np.float32)
        for family in self._asked():
            total += np.float32(self.weights[family.name]) * comparable(family.of_one(history))
        return total

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
        whole = {"format": _FORMAT, "items": self.items, "weights": self.weights, "linear": linear, "about": asdict(self.about)}
        (folder / "model.json").write_bytes(
            orjson.dumps({**whole, "encoders": [f.name for f in self.families if isinstance(f, Trained)]})
        )

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
            return cls(items, families, whole["weights"], About(**whole["about"]))
        except UserError:
            raise
        except Exception as error:  # torch, numpy and zipfile each raise their own of a damaged file
            raise UserError(f"The ranker in {folder} cannot be read ({error}). Train it again with `aisle train`.") from error


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
    encoder = Encoder(config)
    encoder.load_state_dict(state["weights"])
    return Trained(encoder, None if state["bags"] is None else Bags(**state["bags"]))
