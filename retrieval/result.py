"""Result: what a search gives back."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from shop.candidate import Candidate

Route = Literal["exact", "chroma", "lexical", "none"]


class Relaxed(BaseModel):
    """A hard wish that was widened to `to`, or given up where that is None, because nothing satisfied them all.

    A price is a decimal string; several values have " / " between them.
    """

    model_config = ConfigDict(frozen=True)

    attribute: str
    value: str
    to: str | None = None


class SearchResult(BaseModel):
    """The best candidates first. `total` counts all that have anything to do with the question, `close` those that answer it
    nearly as well as the best. `ignored` names attributes that this shop does not have; `corrected` is the text that was read
    instead of a misspelt one.
    """

    model_config = ConfigDict(frozen=True)

    candidates: tuple[Candidate, ...] = ()
    total: int = 0
    close: int = 0
    relaxed: tuple[Relaxed, ...] = ()
    ignored: tuple[str, ...] = ()
    corrected: str | None = None
    route: Route = "none"
    ms: float = 0.0
