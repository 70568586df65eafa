"""Live: a turn under way. Whoever follows it gets every frame from the first on, however late they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from assistant.frames import Frame


class Live:
    """The frames so far, and news of the next. One event loop; any number of followers, none of whom can hold up the turn."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.ended = False
        self.task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    def add(self, frame: Frame) -> None:
        """One more frame."""
        self.frames.append(frame)
        self._wake()

    def end(self) -> None:
        """There will be no more."""
        self.ended = True
        self._wake()

    def stop(self) -> bool:
        """Ask the turn to end with what was said so far; tell whether it was still going on."""
        going = self.task is not None and not self.ended
        if self.task is not None:
            self.task.cancel()
        return going

    async def follow(self) -> AsyncIterator[Frame]:
        """Every frame, each as soon as it is there."""
        number = 0
        while True:
            while number < len(self.frames):
                yield self.frames[number]
                number += 1
            if self.ended:
                return
            await self._news.wait()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
