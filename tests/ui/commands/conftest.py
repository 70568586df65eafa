from collections.abc import Callable

import pytest

from ui.cli import main


@pytest.fixture
def aisle() -> Callable[..., int]:
    """Runs a command as the shell would, and gives its exit code."""

    def run(*arguments: str) -> int:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        return int(ended.value.code or 0)

    return run
