"""Chat: a turn is a stream of numbered server-sent events, the same frames for every client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.frames import Frame

from ..caller import Address, Allowed, Known, Shop, paced
from ..problems import Problem

router = APIRouter(prefix="/v1", tags=["conversation"])

_QUIET = 15.0  # seconds after which a silent stream shows that it is alive
_MOST_TURNS = 50
_SILENCE = Frame(kind="turn", data={})  # stands for nothing having come


class Utterance(BaseModel):
    """What the shopper wrote. `turn_id` is the client's own; sent twice, it is answered once."""

    model_config = ConfigDict(extra="forbid")

    turn_id: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")
    text: str
    page: str | None = Field(default=None, max_length=2000)


@router.post("/chat", response_class=StreamingResponse)
async def chat(body: Utterance, app: Shop, session: Known, limits: Allowed, address: Address) -> StreamingResponse:
    """Say something. The turn is answered to its end, also when the connection breaks; ask for its events to go on."""
    most = app.settings.limits.utterance_characters
    if len(body.text) > most:
        raise Problem(422, f"The text is longer than {most:,} characters; please say it shorter.")
    limits.turns.take(session.id)
    limits.speaking.take(address)
    return await _stream(app.assistant.turn(session.id, body.text, turn_id=body.turn_id, keep=True))


@router.get("/turns/{turn_id}/events", response_class=StreamingResponse, dependencies=[Depends(paced)])
async def resume(turn_id: str, app: Shop, session: Known, last_event_id: Annotated[str, Header()] = "0") -> StreamingResponse:
    """The events of a turn after the one that `Last-Event-ID` names."""
    after = int(last_event_id) if last_event_id.isdecimal() and len(last_event_id) < 10 else 0
    return await _stream(app.assistant.follow(session.id, turn_id), after)


@router.post("/turns/{turn_id}/stop", dependencies=[Depends(paced)])
async def stop(turn_id: str, app: Shop, session: Known) -> dict[str, bool]:
    """Stop a turn of this session; what was said so far is kept."""
    return {"stopped": await app.assistant.stop(session.id, turn_id)}


@router.get("/turns", dependencies=[Depends(paced)])
def turns(app: Shop, session: Known) -> list[dict[str, Any]]:
    """The session's latest turns, oldest first, each with every event that was sent."""
    found = app.store.messages.turns(session.id, _MOST_TURNS)
    return [{"turn": turn.id, "text": turn.text, "reply": turn.reply, "frames": turn.frames} for turn in found]


async def _stream(frames: AsyncIterator[Frame], after: int = 0) -> StreamingResponse:
    # The first frame is awaited here, so that a turn that cannot begin is a problem and no broken stream.
    waiting: asyncio.Queue[Frame | None] = asyncio.Queue()
    waiting.put_nowait(await anext(frames, None))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(waiting, frames, after), media_type="text/event-stream", headers=headers)


async def _events(waiting: asyncio.Queue[Frame | None], frames: AsyncIterator[Frame], after: int) -> AsyncIterator[str]:
    # A reader may leave at any time, and only its own task can be cut off in the middle of the frames.
    reading = asyncio.create_task(_read(frames, waiting))
    number = 0
    try:
        while (frame := await _next(waiting)) is not None:
            if frame is _SILENCE:
                yield ": still working\n\n"
                continue
            number += 1
            if number > after:
                yield f"id: {number}\nevent: {frame.kind}\ndata: {json.dumps(frame.data, ensure_ascii=False)}\n\n"
        await reading
    finally:
        reading.cancel()


async def _read(frames: AsyncIterator[Frame], waiting: asyncio.Queue[Frame | None]) -> None:
    try:
        async for frame in frames:
            waiting.put_nowait(frame)
    finally:
        waiting.put_nowait(None)


async def _next(waiting: asyncio.Queue[Frame | None]) -> Frame | None:
    try:
        return await asyncio.wait_for(waiting.get(), _QUIET)
    except TimeoutError:
        return _SILENCE
