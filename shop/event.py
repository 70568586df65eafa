"""Event: one thing a shopper did, one row of the event log."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal[
    "shown",
    "view",
    "click",
    "favourite",
    "share",
    "add_to_cart",
    "remove",
    "buy",
    "return",
    "rate",
    "dismiss",
    "thumb",
    "search",
]


class Event(BaseModel):
    """One row of the log. `time` is UTC milliseconds. `idempotency_key` makes a repeated report one event.

    `features` are what the ranker knew of a product when it was shown: what is made of them can be learned later only from
    what was known then.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    time: int
    shopper: str | None = None
    session: str | None = None
    turn: str | None = None
    list_id: str | None = None
    position: int | None = None
    product: str | None = None
    variant: str | None = None
    query: str | None = Field(default=None, max_length=2000)
    value: float | None = None
    ranker_version: str | None = None
    propensity: float | None = None
    arm: str | None = None
    features: dict[str, float] | None = None
    consent: bool = True
    idempotency_key: str | None = Field(default=None, max_length=200)
