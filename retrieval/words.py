"""Words: what the shop's own words tell about one that may not be among them. Made on first use, kept while changes come."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from .relatives import Relatives
from .spelling import Spelling


class Words:
    """The words of a built index, each with the number of rows that hold it."""

    def __init__(self, frequency: Mapping[str, int]) -> None:
        self._frequency = frequency

    @cached_property
    def relatives(self) -> Relatives:
        """Which words share most of their letters."""
        return Relatives(self._frequency)

    @cached_property
    def spelling(self) -> Spelling:
        """What misspelt words mean here."""
        return Spelling(self._frequency, self.relatives)
