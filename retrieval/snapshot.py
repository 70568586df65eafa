"""Snapshot: what one search looks at from beginning to end. A change to the catalogue makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, field

from shop.embedder import Embedder

from .lexical import Statistics
from .segment import Segment
from .synonyms import Synonyms
from .vectors import Vectors
from .vocabulary import Vocabulary
from .words import Words


@dataclass(frozen=True)
class Snapshot:
    """Segments (the first is what was built, the others what was written since), and what they share.

    `vectors` is None when Chroma cannot be used; search is then exact over the matrix, or lexical alone.
    """

    segments: tuple[Segment, ...]
    statistics: Statistics
    embedder: Embedder
    vocabulary: Vocabulary
    vectors: Vectors | None
    note: str | None = None  # what is wrong with the index, in a sentence
    words: Words = field(default_factory=lambda: Words({}))
    synonyms: Synonyms = field(default_factory=Synonyms)

    @property
    def count(self) -> int:
        """How many products can be found."""
        return sum(int(segment.alive.sum()) for segment in self.segments)
