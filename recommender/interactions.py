"""Interactions: who took what, in which order. Ids stay inside: everything else counts in places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from shop.errors import UserError

Items = NDArray[np.int32]  # places of items, oldest first


@dataclass(frozen=True, eq=False)
class Interactions:
    """The sequences of all users, one behind the other."""

    users: Sequence[str]
    items: Sequence[str]
    sequence: Items  # [interactions]
    ends: NDArray[np.int64]  # [users] where the sequence of each ends

    @classmethod
    def of(cls, sequences: Mapping[str, Iterable[str]]) -> Self:
        """From the items of every user, oldest first."""
        places: dict[str, int] = {}
        found, ends = list[int](), list[int]()
        for those in sequences.values():
            found += [places.setdefault(item, len(places)) for item in those]
            ends.append(len(found))
        return cls(list(sequences), list(places), np.array(found, np.int32), np.array(ends, np.int64))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read lines of `user item` with a tab or a space between them, in the order of time. Raises UserError."""
        sequences: dict[str, list[str]] = {}
        try:
            with path.open(encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    cells = line.split("\t") if "\t" in line else line.split()
                    if len(cells) >= 2:
                        sequences.setdefault(cells[0].strip(), []).append(cells[1].strip())
                    elif cells:
                        raise UserError(f"Line {number} of {path} is no pair of user and item: {line.strip()[:60]!r}.")
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"{path} cannot be read ({error}). Give lines of `user<tab>item`, in UTF-8.") from error
        if not sequences:
            raise UserError(f"There is no interaction in {path}. Give lines of `user<tab>item`, the oldest first.")
        return cls.of(sequences)

    @classmethod
    def nameless(cls, histories: Sequence[Items]) -> Self:
        """From histories alone: nobody and nothing has a name."""
        ends = np.cumsum([len(history) for history in histories])
        return cls([""] * len(histories), (), np.concatenate(histories), ends)

    def knowing(self, items: Iterable[str]) -> Self:
        """The same, with items behind the others that nobody has taken yet."""
        known = set(self.items)
        new = [item for item in items if item not in known]
        return type(self)(self.users, [*self.items, *new], self.sequence, self.ends)

    def __len__(self) -> int:
        """How many users there are."""
        return len(self.ends)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where the sequence of each user begins. [users]"""
        return np.concatenate([np.zeros(1, np.int64), self.ends[:-1]]) if len(self.ends) else self.ends

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """How many items each user took. [users]"""
        return self.ends - self.starts

    def of_user(self, row: int) -> Items:
        """What that user took, oldest first."""
        return self.sequence[self.starts[row] : self.ends[row]]

    def where(self, wanted: NDArray[np.bool_]) -> Self:
        """The same items, and of the users only those. `wanted` is [users]."""
        rows = np.flatnonzero(wanted)
        parts = [self.of_user(int(row)) for row in rows]
        return type(self)(
            [self.users[row] for row in rows.tolist()],
            self.items,
            np.concatenate([*parts, np.zeros(0, np.int32)]),
            np.cumsum(self.lengths[rows]),
        )

    def without_last(self, count: int | NDArray[np.int64]) -> Self:
        """Every user without the last `count` items, one number or one for each; users who had no more are empty."""
        kept = np.maximum(self.lengths - count, 0)
        inside = np.arange(len(self.sequence)) - np.repeat(self.starts, self.lengths) < np.repeat(kept, self.lengths)
        return type(self)(self.users, self.items, self.sequence[inside], np.cumsum(kept))

    def owners(self) -> NDArray[np.int64]:
        """The user of every interaction. [interactions]"""
        return np.repeat(np.arange(len(self)), self.lengths)

    def digest(self) -> str:
        """Tells whether two are the same: users, items and order."""
        made = blake2b(digest_size=16)
        for part in (self.sequence.tobytes(), self.ends.tobytes(), "\n".join(self.items).encode()):
            made.update(part)
        return made.hexdigest()
