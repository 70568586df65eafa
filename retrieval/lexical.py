"""Lexical: which rows hold the words of a query, scored by BM25F (Robertson & Zaragoza 2009, eq. 3.18) over every row.

The score of a row is the sum over the query's tokens of idf(t) · f / (k1 + f), where f adds up the token's frequencies
in the fields, each weighted and divided by how long the field is beside the average. Weights are computed when the segment is
built, so a query only adds up what stands there.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .document import FIELD_WEIGHTS, Document

K1 = 1.2
B = {"title": 0.5, "brand": 0.0, "category": 0.0, "attributes": 0.3, "description": 0.75, "head": 0.0}


class Counting:
    """Statistics on their way, document by document."""

    def __init__(self) -> None:
        self._rows = 0
        self._frequency: Counter[str] = Counter()
        self._length: Counter[str] = Counter()

    def add(self, item: Document) -> None:
        """Count one more row."""
        self._rows += 1
        self._frequency.update(set().union(*item.values()))
        self._length.update({field: tokens.total() for field, tokens in item.items()})

    def totals(self) -> tuple[int, Mapping[str, int], Mapping[str, float]]:
        """Rows, rows by token, and mean length by field."""
        return self._rows, self._frequency, {field: self._length[field] / max(self._rows, 1) for field in FIELD_WEIGHTS}


@dataclass(frozen=True)
class Statistics:
    """What a collection knows of itself: how many rows, how many rows hold each token, how long each field is on average."""

    rows: int
    frequency: Mapping[str, int]
    length: Mapping[str, float]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Self:
        """Count them."""
        counting = Counting()
        for item in documents:
            counting.add(item)
        return cls(*counting.totals())

    def plus(self, documents: Iterable[Document]) -> Statistics:
        """What the collection knows once those rows have joined it."""
        more = Statistics.of(documents)
        rows = self.rows + more.rows
        length = {
            field: (self.length[field] * self.rows + more.length[field] * more.rows) / max(rows, 1) for field in FIELD_WEIGHTS
        }
        return Statistics(rows, Counter(self.frequency) + Counter(more.frequency), length)

    def idf(self, token: str) -> float:
        """How much the token tells: near 0 when every row holds it (BM25's idf, kept above 0)."""
        frequency = self.frequency.get(token, 0)
        return float(np.log1p((self.rows - frequency + 0.5) / (frequency + 0.5)))


class Lexical:
    """One immutable segment. Rows are numbered from 0 in the order of the documents."""

    def __init__(
        self,
        rows: int,
        terms: dict[str, int],
        starts: NDArray[np.int64],
        places: NDArray[np.int32],
        weights: NDArray[np.float32],
    ) -> None:
        self.rows = rows
        self._terms = terms
        self._starts = starts  # [terms + 1]
        self._places = places  # [postings] row numbers
        self._weights = weights  # [postings]

    @classmethod
    def build(cls, documents: Iterable[Document], statistics: Statistics) -> Self:
        """Score every token of every document. `statistics` may be those of a larger collection it belongs to."""
        # Arrays, because lists of number objects would take ten times the memory.
        places: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        saturations: defaultdict[str, array[float]] = defaultdict(lambda: array("f"))
        rows = 0
        for row, item in enumerate(documents):
            rows = row + 1
            for token, frequency in _frequencies(item, statistics).items():
                places[token].append(row)
                saturations[token].append(frequency / (K1 + frequency))
        terms = {token: number for number, token in enumerate(places)}
        starts = np.zeros(len(terms) + 1, np.int64)
        np.cumsum([len(rows_) for rows_ in places.values()], out=starts[1:])
        flat = np.concatenate([np.asarray(rows_, np.int32) for rows_ in places.values()] or [np.zeros(0, np.int32)])
        idf = np.repeat(np.array([statistics.idf(token) for token in terms], np.float32), np.diff(starts))
        values = np.concatenate([np.asarray(those, np.float32) for those in saturations.values()] or [np.zeros(0, np.float32)])
        return cls(rows, terms, starts, flat, values * idf)

    def scores(self, tokens: Mapping[str, float]) -> NDArray[np.float32]:
        """The score of every row, [rows], for tokens and what each is worth."""
        scores = np.zeros(self.rows, np.float32)
        for token, worth in tokens.items():
            number = self._terms.get(token)
            if number is not None:
                # A row stands at most once among a token's postings, so plain indexing adds correctly.
                where = slice(self._starts[number], self._starts[number + 1])
                scores[self._places[where]] += worth * self._weights[where]
        return scores

    def holding(self, token: str) -> NDArray[np.int32]:
        """The rows that hold the token."""
        number = self._terms.get(token)
        if number is None:
            return np.zeros(0, np.int32)
        return self._places[self._starts[number] : self._starts[number + 1]]

    def __contains__(self, token: object) -> bool:
        return token in self._terms

    def save(self, path: Path) -> None:
        """Write the segment to one file."""
        terms = np.frombuffer("\n".join(self._terms).encode(), np.uint8)
        with path.open("wb") as file:
            np.savez(file, rows=self.rows, terms=terms, starts=self._starts, places=self._places, weights=self._weights)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. Raises OSError, KeyError or ValueError when it is damaged."""
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            words = file["terms"].tobytes().decode()
            terms = {token: number for number, token in enumerate(words.split("\n") if words else [])}
            if len(file["starts"]) != len(terms) + 1:
                raise ValueError(f"{path} has {len(terms)} terms and {len(file['starts']) - 1} lists")
            return cls(int(file["rows"]), terms, file["starts"], file["places"], file["weights"])


def _frequencies(item: Document, statistics: Statistics) -> dict[str, float]:
    frequencies: dict[str, float] = {}
    for field, tokens in item.items():
        if not tokens:
            continue
        relative = tokens.total() / statistics.length[field] if statistics.length[field] else 1.0
        worth = FIELD_WEIGHTS[field] / (1 - B[field] + B[field] * relative)
        for token, count in tokens.items():
            frequencies[token] = frequencies.get(token, 0.0) + worth * count
    return frequencies
