"""Evaluation: one search's answers, judged query by query, and set beside another's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shop.intervals import chance, interval

from .files import Judgements
from .measures import MEASURES


@dataclass(frozen=True)
class Evaluation:
    """`values[measure][query]` for every judged query; one without an answer counts 0. `ms`: the time of each search."""

    values: Mapping[str, Mapping[str, float]]
    ms: Sequence[float] = ()

    @classmethod
    def of(cls, answers: Mapping[str, Sequence[str]], judged: Judgements, ms: Sequence[float] = ()) -> Evaluation:
        """Judge the answers."""
        values = {
            name: {query: measure(answers.get(query, ()), grades) for query, grades in sorted(judged.items())}
            for name, measure in MEASURES.items()
        }
        return cls(values, ms)

    def mean(self, measure: str) -> float:
        """The mean over all judged queries."""
        values = self.values[measure].values()
        return sum(values) / len(values)

    def report(self) -> dict[str, Any]:
        """Mean and 95 % interval of every measure, and the median and 95th percentile of the searches' time."""
        found: dict[str, Any] = {"queries": len(next(iter(self.values.values())))}
        for name, values in self.values.items():
            low, high = interval(list(values.values()))
            found[name] = {"mean": round(self.mean(name), 4), "low": round(low, 4), "high": round(high, 4)}
        if self.ms:
            ordered = sorted(self.ms)
            found["ms"] = {"p50": round(ordered[len(ordered) // 2], 1), "p95": round(ordered[int(0.95 * len(ordered))], 1)}
        return found

    def beside(self, other: Evaluation) -> dict[str, Any]:
        """How this one differs from the other: for each measure the mean difference, its interval, and p; wins and losses."""
        found: dict[str, Any] = {}
        for name in self.values:
            differences = list(self.differences(other, name).values())
            low, high = interval(differences)
            found[name] = {
                "difference": round(sum(differences) / len(differences), 4),
                "low": round(low, 4),
                "high": round(high, 4),
                "p": round(chance(differences), 4),
                "better": sum(difference > 0 for difference in differences),
                "worse": sum(difference < 0 for difference in differences),
            }
        return found

    def differences(self, other: Evaluation, measure: str) -> dict[str, float]:
        """By query, what this one is better by."""
        theirs = other.values[measure]
        return {query: value - theirs.get(query, 0.0) for query, value in self.values[measure].items()}
