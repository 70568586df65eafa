"""Review: what a buyer wrote about a product."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Review(BaseModel):
    """A buyer's stars and words."""

    model_config = ConfigDict(frozen=True)

    id: str
    product: str
    stars: float = Field(ge=0, le=5)
    text: str = ""
    title: str = ""
    author: str = ""
    language: str = "en"
    time: datetime | None = None
