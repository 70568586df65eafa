"""Lexical: which rows hold the words of a query, scored by BM25F (Robertson & Zaragoza 2009, eq. 3.18) over every row.

The score of a row is the sum over the query's tokens of idf(t) · f / (k1 + f), where f adds up the token's frequencies
in the fields, each weighted and divided by how long the field is beside the average. Weights are computed when the segment is
built, so a query only adds up what stands there.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .document import FIELD_WEIGHTS, Document

K1 = 1.2
B = {"title": 0.5, "brand": 0.0, "category": 0.0, "attributes": 0.3, "description": 0.75, "head": 0.0}


_FIELDS = {field: place for place, field in enumerate(FIELD_WEIGHTS)}
_NONE = bytes(len(_FIELDS))
_MOST_COUNT = 255  # of one token in one field
_CHUNK = 1 << 20  # postings that are weighed at once


class Postings:
    """What stands where, on its way: row by row, how often each token stands in each field.

    What a token is worth needs the whole collection, so it is worked out at the end; until then this tells the statistics.
    """

    def __init__(self) -> None:
        # Arrays, because lists of number objects would take ten times the memory.
        self._places: defaultdict[str, array[int]] = defaultdict(_numbers)
        self._counts: defaultdict[str, bytearray] = defaultdict(bytearray)  # fields for each place
        self._lengths = array("i")  # fields for each row
        self.rows = 0

    def add(self, item: Document) -> None:
        """One more row."""
        row, self.rows = self.rows, self.rows + 1
        lengths = [0] * len(_FIELDS)
        for field, tokens in item.items():
            place = _FIELDS[field]
            lengths[place] = tokens.total()
            for token, count in tokens.items():
                places, counts = self._places[token], self._counts[token]
                if not places or places[-1] != row:
                    places.append(row)
                    counts += _NONE
                counts[place - len(_FIELDS)] = min(count, _MOST_COUNT)
        self._lengths.extend(lengths)

    def extend(self, other: Postings) -> None:
        """The rows of `other` after those that are here."""
        for token, places in other._places.items():
            self._places[token].extend(array("i", (place + self.rows for place in places)))
            self._counts[token] += other._counts[token]
        self._lengths.extend(other._lengths)
        self.rows += other.rows

    def statistics(self) -> Statistics:
        """What is known of the rows so far."""
        lengths = self._length_of_rows().mean(axis=0) if self.rows else np.zeros(len(_FIELDS))
        frequency = {token: len(places) for token, places in self._places.items()}
        return Statistics(self.rows, frequency, {field: float(lengths[place]) for field, place in _FIELDS.items()})

    def weighed(self, statistics: Statistics) -> Lexical:
        """The segment of these rows. `statistics` may be those of a larger collection it belongs to."""
        terms = {token: number for number, token in enumerate(self._places)}
        starts = np.zeros(len(terms) + 1, np.int64)
        np.cumsum([len(places) for places in self._places.values()], out=starts[1:])
        flat = np.concatenate([np.asarray(places, np.int32) for places in self._places.values()] or [np.zeros(0, np.int32)])
        counts = np.frombuffer(b"".join(self._counts.values()), np.uint8).reshape(-1, len(_FIELDS))
        worths = self._field_worths(statistics)
        frequency = np.empty(len(flat), np.float32)
        for start in range(0, len(flat), _CHUNK):
            part = slice(start, start + _CHUNK)
            frequency[part] = (counts[part] * worths[flat[part]]).sum(axis=1)
        idf = np.repeat(np.array([statistics.idf(token) for token in terms], np.float32), np.diff(starts))
        return Lexical(self.rows, terms, starts, flat, idf * frequency / (np.float32(K1) + frequency))

    def _field_worths(self, statistics: Statistics) -> NDArray[np.float32]:
        # What one token in each field of each row is worth, [rows, fields].
        mean = np.array([statistics.length[field] or 1.0 for field in _FIELDS])
        b = np.array([B[field] for field in _FIELDS])
        weight = np.array([FIELD_WEIGHTS[field] for field in _FIELDS])
        worths: NDArray[np.float32] = (weight / (1 - b + b * self._length_of_rows() / mean)).astype(np.float32)
        return worths

    def _length_of_rows(self) -> NDArray[np.int32]:
        return np.asarray(self._lengths, np.int32).reshape(-1, len(_FIELDS))


def _numbers() -> array[int]:
    return array("i")


@dataclass(frozen=True)
class Statistics:
    """What a collection knows of itself: how many rows, how many rows hold each token, how long each field is on average."""

    rows: int
    frequency: Mapping[str, int]
    length: Mapping[str, float]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Statistics:
        """Count them."""
        postings = Postings()
        for item in documents:
            postings.add(item)
        return postings.statistics()

    def plus(self, documents: Iterable[Document]) -> Statistics:
        """What the collection knows once those rows have joined it."""
        more = Statistics.of(documents)
        rows = self.rows + more.rows
        length = {
            field: (self.length[field] * self.rows + more.length[field] * more.rows) / max(rows, 1) for field in FIELD_WEIGHTS
        }
        frequency = dict(self.frequency)
        for token, count in more.frequency.items():
            frequency[token] = frequency.get(token, 0) + count
        return Statistics(rows, frequency, length)

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
    def build(cls, documents: Iterable[Document], statistics: Statistics) -> Lexical:
        """Score every token of every document. `statistics` may be those of a larger collection it belongs to."""
        postings = Postings()
        for item in documents:
            postings.add(item)
        return postings.weighed(statistics)

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
