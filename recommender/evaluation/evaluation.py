"""Evaluation: lists of recommendations, shopper by shopper, beside what each took next. Full ranking, no sampled negatives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from shop.intervals import chance, interval

from ..descriptions import Descriptions
from ..interactions import Interactions
from .lists import calibration, coverage, diversity, gini, novelty

K = 10
_LENGTHS = (5, 10, 20, 50)  # history lengths at which the bands end
_BANDS = 4  # of items by how often they were taken


@dataclass(frozen=True, eq=False)
class Evaluation:
    """`lists` are [users, K] places of items, -1 where a list is shorter. `histories` are without the targets."""

    histories: Interactions
    targets: NDArray[np.int64]  # [users]
    lists: NDArray[np.int64]
    descriptions: Descriptions | None = None

    @classmethod
    def of(
        cls,
        histories: Interactions,
        targets: NDArray[np.int32],
        lists: Iterable[NDArray[np.int64]],
        descriptions: Descriptions | None = None,
    ) -> Self:
        """Of lists of any length, of which the first K count."""
        made = np.full((len(targets), K), -1, np.int64)
        for row, those in enumerate(lists):
            made[row, : len(those[:K])] = those[:K]
        return cls(histories, targets.astype(np.int64), made, descriptions)

    def values(self) -> dict[str, NDArray[np.float64]]:
        """HR, NDCG and MRR at 10 of every shopper, each [users]. One right item a list, so NDCG's ideal is 1."""
        right = self.lists == self.targets[:, None]
        hit = right.any(axis=1)
        place = np.argmax(right, axis=1)
        return {
            f"hr@{K}": hit.astype(np.float64),
            f"ndcg@{K}": np.where(hit, 1 / np.log2(place + 2), 0.0),
            f"mrr@{K}": np.where(hit, 1 / (place + 1), 0.0),
        }

    def report(self) -> dict[str, Any]:
        """Means with 95 % intervals, what the lists are like, and NDCG by kinds of shoppers and items."""
        found: dict[str, Any] = {"users": len(self.targets), "items": len(self.histories.items)}
        for name, values in self.values().items():
            low, high = interval(values.tolist())
            found[name] = {"mean": round(float(values.mean()), 4), "low": round(low, 4), "high": round(high, 4)}
        seen = np.bincount(self.histories.sequence, minlength=len(self.histories.items))
        found |= {
            "coverage": round(coverage(self.lists, len(seen)), 4),
            "gini": round(gini(self.lists, len(seen)), 4),
            "novelty": round(novelty(self.lists, seen), 2),
        }
        if self.descriptions is not None:
            found["diversity"] = round(diversity(self.lists, self.descriptions), 4)
            found["calibration"] = round(calibration(self.lists, self.histories, self.descriptions), 4)
            if bands := _price_bands(self.targets, self.descriptions):
                found["by_price"] = self._by(bands)
        found["by_history"] = self._by(_bands(self.histories.lengths, _LENGTHS))
        found["by_item_count"] = self._by(_bands(seen[self.targets], _quantiles(seen[self.targets])))
        return found

    def beside(self, other: Evaluation) -> dict[str, Any]:
        """What this one is better by, shopper for shopper: mean, 95 % interval and p of a permutation test."""
        found = {}
        theirs = other.values()
        for name, values in self.values().items():
            differences = (values - theirs[name]).tolist()
            low, high = interval(differences)
            found[name] = {
                "difference": round(float(np.mean(differences)), 4),
                "low": round(low, 4),
                "high": round(high, 4),
                "p": round(chance(differences), 4),
            }
        return found

    def _by(self, bands: Mapping[str, NDArray[np.bool_]]) -> dict[str, Any]:
        ndcg = self.values()[f"ndcg@{K}"]
        found: dict[str, Any] = {
            name: {"users": int(those.sum()), "ndcg": round(float(ndcg[those].mean()), 4)}
            for name, those in bands.items()
            if those.any()
        }
        means = [band["ndcg"] for band in found.values()]
        found["worst_to_best"] = round(min(means) / max(means), 3) if means and max(means) else None
        return found


def _price_bands(targets: NDArray[np.int64], descriptions: Descriptions) -> dict[str, NDArray[np.bool_]]:
    # How dear an item is for its kind is among its words where it has a price.
    columns = [(word, place) for place, word in enumerate(descriptions.vocabulary) if word.startswith("price=")]
    has = {word: np.asarray(descriptions.words[targets][:, [place]].toarray()).ravel() > 0 for word, place in columns}
    return {word.replace("price=", "fifth "): those for word, those in sorted(has.items())}


def _quantiles(values: NDArray[np.int64]) -> Sequence[int]:
    return sorted({int(value) for value in np.quantile(values, np.arange(1, _BANDS) / _BANDS)}) if len(values) else []


def _bands(values: NDArray[np.int64], ends: Sequence[int]) -> dict[str, NDArray[np.bool_]]:
    found, low = {}, 0
    for high in ends:
        found[f"{low} to {high}"] = (values >= low) & (values <= high)
        low = high + 1
    return {**found, f"{low} and more": values >= low}
