"""Descriptions: the words that say what each item is. They make a new item comparable with those that shoppers know."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import orjson
import scipy.sparse as sparse
from numpy.typing import NDArray

from shop.errors import UserError

_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LEAST = 2  # items that a word must stand at to tell something about another one
_WAY_OUT = "Give JSON with the words of every item, or a table with tabs whose first column is the item."


@dataclass(frozen=True, eq=False)
class Descriptions:
    """Words by item, [items, words], each row of length 1; rarer words count for more (`worth`, [words])."""

    vocabulary: Sequence[str]
    worth: NDArray[np.float32]
    words: sparse.csr_array

    @classmethod
    def of(cls, items: Sequence[str], described: Mapping[str, Iterable[str]]) -> Self:
        """Of the items in that order. An item that is not described has an empty row."""
        there = [sorted(set(described.get(item, ()))) for item in items]
        frequency = Counter(word for words in there for word in words)
        vocabulary = sorted(word for word, count in frequency.items() if count >= _LEAST)
        worth = np.array([np.log(1 + len(items) / frequency[word]) for word in vocabulary], np.float32)
        return cls(vocabulary, worth, described_by(there, vocabulary, worth))

    @classmethod
    def read(cls, path: Path, items: Sequence[str]) -> Self:
        """From a file: JSON `{item: [word, ...]}`, or a table with tabs. Raises UserError."""
        return cls.of(items, read_descriptions(path))


def read_descriptions(path: Path) -> dict[str, list[str]]:
    """The words of every item in the file. Raises UserError."""
    try:
        if path.suffix.lower() == ".json":
            return {str(item): list(_words(value, "")) for item, value in orjson.loads(path.read_bytes()).items()}
        with path.open(encoding="utf-8", newline="") as lines:
            table = csv.reader(lines, delimiter="\t")
            names = next(table, [])
            return {
                row[0].strip(): [word for name, cell in zip(names[1:], row[1:], strict=False) for word in _words(cell, name)]
                for row in table
                if row
            }
    except (OSError, ValueError, AttributeError, csv.Error) as error:
        raise UserError(f"The items in {path} cannot be read ({error}). {_WAY_OUT}") from error


def _words(value: Any, name: str) -> Iterable[str]:
    # A number says something only as a name: attribute 7 is no word 7 of a title.
    if isinstance(value, Mapping):
        return [word for key, part in value.items() for word in _words(part, str(key))]
    if isinstance(value, list | tuple):
        return [word for part in value for word in _words(part, name)]
    if isinstance(value, int | float):
        return [f"{name}={value}"]
    return words_of(str(value))


def words_of(text: str) -> list[str]:
    """The words of a text; Chinese in pairs of characters."""
    found = []
    for word in _WORD.findall(text.lower()):
        if _CHINESE.search(word):
            found += [word[place : place + 2] for place in range(max(1, len(word) - 1))]
        else:
            found.append(word)
    return found


def described_by(items: Iterable[Iterable[str]], vocabulary: Sequence[str], worth: NDArray[np.float32]) -> sparse.csr_array:
    """Of each item those of its words that are in the vocabulary, [items, words], each row of length 1."""
    place = {word: number for number, word in enumerate(vocabulary)}
    return _unit([sorted({place[word] for word in words if word in place}) for words in items], worth)


def _unit(rows: Sequence[Sequence[int]], worth: NDArray[np.float32]) -> sparse.csr_array:
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.array([place for row in rows for place in row], np.int32)
    made = sparse.csr_array(
        (worth[columns] if len(columns) else np.zeros(0, np.float32), columns, starts), shape=(len(rows), len(worth))
    )
    length = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    return (sparse.diags_array(1 / np.maximum(length, 1e-9)) @ made).astype(np.float32).tocsr()
