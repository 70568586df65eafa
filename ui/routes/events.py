"""Events: what a browser reports of its shopper. Who, when and with which consent is the server's to say."""

from __future__ import annotations

import time
from typing import Annotated, Any, Literal, Self, get_args

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, model_validator

from shop.event import Event
from shop.store.sessions import Session

from ..bootstrap import App
from ..caller import Known, Shop, paced
from ..problems import Problem

router = APIRouter(prefix="/v1", tags=["events"], dependencies=[Depends(paced)])

AboutProduct = Literal["view", "click", "favourite", "share", "dismiss"]
_MOST_SECONDS = 3600.0
_MOST_REASON = 500

_Id = Annotated[str, Field(min_length=1, max_length=255)]
_Short = Annotated[str, Field(min_length=1, max_length=64)]


class Report(BaseModel):
    """One thing a shopper did. What changes the cart or an order is known to the server and not reported."""

    model_config = ConfigDict(extra="forbid")

    kind: AboutProduct | Literal["thumb", "search"]
    product: _Id | None = None
    variant: _Id | None = None
    turn: _Short | None = None
    list_id: _Short | None = None
    position: int | None = Field(default=None, ge=0, le=1000)
    query: str | None = Field(default=None, max_length=2000)  # the words searched for; of a thumb, the reason
    value: float | None = Field(default=None, allow_inf_nan=False)  # of a thumb 1 or -1, of a view the seconds it lasted
    idempotency_key: Annotated[str, Field(min_length=1, max_length=100)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind in get_args(AboutProduct) and self.product is None:
            raise ValueError(f"a {self.kind} needs a product")
        if self.kind == "search" and not self.query:
            raise ValueError("a search needs a query")
        if self.kind == "thumb" and (self.turn is None or self.value not in (1, -1)):
            raise ValueError("a thumb needs a turn, and 1 or -1 as its value")
        if self.kind == "thumb" and len(self.query or "") > _MOST_REASON:
            raise ValueError(f"the reason of a thumb has at most {_MOST_REASON} characters")
        if self.kind != "thumb" and not 0 <= (self.value or 0) <= _MOST_SECONDS:
            raise ValueError(f"the value is seconds, 0 to {_MOST_SECONDS:.0f}")
        if self.variant is not None and self.product is None:
            raise ValueError("a variant needs its product")
        return self


class Reports(BaseModel):
    """At most a hundred at once; all are stored, or none."""

    model_config = ConfigDict(extra="forbid")

    events: list[Report] = Field(min_length=1, max_length=100)


@router.post("/events")
def report(body: Reports, app: Shop, session: Known) -> dict[str, int]:
    """Store what is new of the reports.

    Without the session's consent nothing is kept but thumbs: those the shopper says to the shop, like a message.
    """
    _check_products(app, body.events)
    _check_turns(app, session, body.events)
    kept = [item for item in body.events if session.consent or item.kind == "thumb"]
    return {"stored": app.store.events.add([_event(item, session) for item in kept])}


def _check_products(app: App, reports: list[Report]) -> None:
    named = {item.product for item in reports if item.product}
    there = {product.id: product for product in app.store.catalogue.get_many(sorted(named))}
    for place, item in enumerate(reports):
        if item.product and item.product not in there:
            raise _wrong(place, f"there is no product {item.product[:100]} in this shop")
        if item.product and item.variant and there[item.product].variant(item.variant) is None:
            raise _wrong(place, f"the product {item.product[:100]} has no variant {item.variant[:100]}")


def _check_turns(app: App, session: Session, reports: list[Report]) -> None:
    missing = {turn for turn in {item.turn for item in reports if item.turn} if not app.assistant.has_turn(session.id, turn)}
    for place, item in enumerate(reports):
        if item.turn in missing:
            raise _wrong(place, f"there is no turn {item.turn} in this session")


def _event(item: Report, session: Session) -> Event:
    told: dict[str, Any] = item.model_dump(exclude={"idempotency_key"})
    # Another session must not be able to take a key first.
    key = f"{session.id}:{item.idempotency_key}" if item.idempotency_key else None
    shopper = session.shopper if session.consent else None
    now = time.time_ns() // 1_000_000
    return Event(**told, time=now, session=session.id, shopper=shopper, consent=session.consent, idempotency_key=key)


def _wrong(place: int, why: str) -> Problem:
    return Problem(422, f"events.{place}: {why}. Nothing was stored.")
