"""Retraining: once a night the ranker is trained again, if enough has happened, by a process of its own."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import suppress

from recommender.forgetting import DUE
from shop.nightly import Nightly
from shop.settings import Settings
from shop.store.store import Store

_LOG = logging.getLogger("aisle")
_NICE = 10  # shoppers who are there come first


class Retraining:
    """Knows when it is time, and trains. A training that fails leaves the ranker as it was, with a line in the log."""

    def __init__(self, settings: Settings, store: Store, nightly: Nightly | None = None) -> None:
        self._settings, self._store = settings, store
        self._nightly = nightly or Nightly(settings.ranking.train_at)

    def due(self) -> bool:
        """Whether its time has come, and enough events with it or somebody to be forgotten."""
        if not self._nightly.due():
            return False
        new = self._store.events.seq() - int(self._store.facts.get("trained") or 0)
        return new >= self._settings.ranking.train_after or self._store.facts.get(DUE) == "1"

    async def run(self) -> bool:
        """Train to the end; whether it went well. Stopping it ends the training, which goes on from there the next time."""
        command = [sys.executable, "-m", "ui.cli", "train", "--json", "--data", str(self._settings.data.absolute())]
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        training = await asyncio.create_subprocess_exec(*command, stdin=nothing, stdout=nothing, stderr=pipe)
        with suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, training.pid, _NICE)
        try:
            _, said = await training.communicate()
        except asyncio.CancelledError:
            training.terminate()
            raise
        if training.returncode:
            _LOG.warning("The ranker was not trained: %s", said.decode(errors="replace").strip().rpartition("\n")[2])
        return not training.returncode
