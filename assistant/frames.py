"""Frames: what a turn sends out, one after the other. The page, the widget and the command line all read these."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

FrameKind = Literal["turn", "tool", "cards", "text", "chips", "action", "handoff", "error", "done"]


class Frame(BaseModel):
    """One step.

    turn    turn_id, session, language
    tool    name, label (a sentence for the shopper), state ("start" or "end"), ms
    cards   list_id, cards, relaxed
    text    delta
    chips   chips: label, text (what a click says), kind ("reply", or "wish": a click takes the wish back)
    action  kind ("cart"), cart
    error   title, detail
    done    reply, products, need, intents, chips, tools, language, ms
    """

    model_config = ConfigDict(frozen=True)

    kind: FrameKind
    data: dict[str, Any]
