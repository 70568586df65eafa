"""Policy: what the shop promises, in its own words, one topic each."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Policy(BaseModel):
    """One passage: `topic` is "shipping", "returns", "warranty", "payment", "privacy", or the shop's own heading."""

    model_config = ConfigDict(frozen=True)

    id: str
    topic: str
    title: str
    text: str
    language: str = "en"
