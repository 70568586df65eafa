"""Board: a training's progress as TensorBoard reads it."""

from __future__ import annotations

from pathlib import Path

from shop.errors import UserError

from .training import Progress


class Board:
    """Writes into a folder; `tensorboard --logdir` draws it."""

    def __init__(self, folder: Path) -> None:
        """Raises UserError without TensorBoard."""
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:
            raise UserError("Logs for TensorBoard need it: pip install 'aisle[tensorboard]'.") from None
        self._writer = SummaryWriter(str(folder))

    def write(self, what: str, step: Progress) -> None:
        """An epoch: its loss, how many items a second were guessed, and what a judge said."""
        said = {"loss": step.loss, "items a second": step.guessed / max(step.seconds, 1e-9), "valid NDCG@10": step.valid}
        for name, value in said.items():
            if value is not None:
                self._writer.add_scalar(f"{what}/{name}", value, step.epoch)
        self._writer.flush()
