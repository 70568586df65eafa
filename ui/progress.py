"""Progress: a bar with rate and time left, on a terminal, for what takes longer than two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 2.0  # seconds


class Bar:
    """Called with how much is done, how much there is (0 while unknown), and what is being done."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = clock()
        self._progress: Progress | None = None
        self._tasks: dict[str, int] = {}

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show how far it is, once two seconds have passed."""
        if self._progress is None and self._clock() - self._started > PATIENCE:
            self._progress = _progress()
            self._progress.start()
        if self._progress is None:
            return
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=None)
        task = self._progress.tasks[self._tasks[what]]
        self._progress.update(task.id, completed=done, total=total or None)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._progress is not None:
            self._progress.stop()


@contextmanager
def progress() -> Iterator[Callable[[int, int, str], None]]:
    """A bar on stderr where that is a terminal, silence elsewhere."""
    bar = Bar()
    try:
        yield bar if sys.stderr.isatty() else _silent
    finally:
        bar.close()


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress
    from rich.progress import Task as RichTask
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: RichTask) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    return RichProgress(*columns, console=Console(stderr=True), transient=True)


def _silent(done: int, total: int, what: str) -> None:
    return
