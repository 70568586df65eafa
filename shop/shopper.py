"""Shopper: somebody the shop knows by an id of its own."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Address(BaseModel):
    """Where parcels go."""

    model_config = ConfigDict(frozen=True)

    name: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""


class Shopper(BaseModel):
    """A customer of the shop. `preferences` are attribute values they stated, e.g. {"size": ("42",)}."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str = ""
    email: str | None = None
    language: str | None = None
    addresses: tuple[Address, ...] = ()
    preferences: dict[str, tuple[str, ...]] = {}
    created: datetime | None = None
