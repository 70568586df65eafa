import io

import pytest
from rich.console import Console

from ui import progress as module
from ui.progress import Bar, progress


def test_a_short_task_shows_nothing() -> None:
    bar = Bar(clock=lambda: 0.0)

    bar(1, 2, "Storing")

    assert bar._progress is None
    bar.close()


def test_a_long_task_shows_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr("rich.console.Console", lambda **_: Console(file=screen, force_terminal=True, width=100))
    times = iter([0.0, 5.0, 5.0, 5.0])
    bar = Bar(clock=lambda: next(times))

    bar(10, 0, "Checking")
    bar(50, 200, "Storing")
    bar.close()

    assert "Storing" in screen.getvalue()
    assert "50/200" in screen.getvalue()


def test_without_a_terminal_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.sys, "stderr", io.StringIO())
    with progress() as notice:
        notice(1, 2, "Storing")
        assert not isinstance(notice, Bar)
