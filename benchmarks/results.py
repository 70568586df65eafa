"""Results: the rows of an ablation in a file of JSON lines, so that none has to be made twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PEER = "RecTools SASRec"
_DEPTH = 10
_AWAY = "-"  # the right item does not stand in the list


@dataclass(frozen=True)
class Row:
    """`valid` and `test` hold one character a user: the place of the right item in the list, 0 is the first."""

    log: str
    name: str
    epochs: int  # at most, of each encoder
    seed: int
    device: str
    seconds: float  # of a core on a CPU, of the clock elsewhere; those since it was last taken up
    valid: str
    test: str


def places(lists: Iterable[NDArray[np.int64]], targets: NDArray[np.int32]) -> str:
    """Where each user's target stands in the user's list."""
    found = (np.flatnonzero(those[:_DEPTH] == target) for those, target in zip(lists, targets, strict=True))
    return "".join(str(place[0]) if len(place) else _AWAY for place in found)


def ndcg(found: str) -> NDArray[np.float64]:
    """NDCG@10 of every user, [users]."""
    worth = {_AWAY: 0.0} | {str(place): 1 / np.log2(place + 2) for place in range(_DEPTH)}
    return np.array([worth[place] for place in found])


def hit_rate(found: str) -> float:
    """The share of users whose item stands among the ten."""
    return 1 - found.count(_AWAY) / len(found)


class Results:
    """A row is in the file as soon as it is made. Several processes may write into one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def rows(self, log: str, epochs: int, seed: int) -> dict[str, Row]:
        """All that are there of one log, budget and seed, by name."""
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        rows = (Row(**json.loads(line)) for line in lines)
        return {row.name: row for row in rows if (row.log, row.epochs, row.seed) == (log, epochs, seed)}

    def keep(self, row: Row) -> None:
        """Write it behind the others."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row)) + "\n")
