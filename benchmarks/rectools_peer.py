"""RecTools' SASRec as a row of the ablation: same logs, same parts, same size, epochs and patience as ours.

RecTools 0.19 needs NumPy 1, so it has an environment of its own, and its rows are kept in the file of the others:

    python -m venv .aisle-rectools && .aisle-rectools/bin/pip install 'rectools[torch]==0.19.0' orjson
    .aisle-rectools/bin/python -m benchmarks.rectools_peer
    python -m benchmarks ablation

AISLE_EPOCHS, AISLE_SEED, AISLE_SETS and AISLE_BENCH are those of the ablation. It trains on a GPU where there is one. It knows
items by their ids alone.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytorch_lightning
import torch
from numpy.typing import NDArray
from rectools import Columns
from rectools.dataset import Dataset
from rectools.models import SASRecModel

from benchmarks.logs import logs
from benchmarks.results import PEER, Results, Row, ndcg, places
from recommender.interactions import Interactions

_STEP, _PATIENCE = 5, 10  # epochs


def main() -> None:
    folder = Path(os.environ.get("AISLE_BENCH", ".aisle-bench"))
    epochs, seed = int(os.environ.get("AISLE_EPOCHS", "20")), int(os.environ.get("AISLE_SEED", "0"))
    results = Results(folder / "ablation.jsonl")
    for log, read, _ in logs():
        if PEER not in results.rows(log, epochs, seed):
            results.keep(_row(log, read, epochs, seed))


def _row(log: str, read: Interactions, epochs: int, seed: int) -> Row:
    pytorch_lightning.seed_everything(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    clock = time.process_time if device == "cpu" else time.perf_counter
    model, whole = _model(read, epochs), read.where(read.lengths >= 3)
    known, train, began = whole.without_last(1), _dataset(read.without_last(2)), clock()
    best, since, found = -1.0, 0, ("", "")
    for epoch in range(_STEP, epochs + 1, _STEP):
        model.fit_partial(train, _STEP, _STEP)
        valid, since = _places(model, known), since + _STEP
        value = float(ndcg(valid).mean())
        if value > best:
            best, since, found = value, 0, (valid, _places(model, whole))
        print(f"    epoch {epoch:3} of {epochs}   valid NDCG@10 {value:.4f}   {clock() - began:.0f} s ({device})", flush=True)
        if since > _PATIENCE:
            break
    return Row(log, PEER, epochs, seed, device, round(clock() - began, 1), *found)


def _model(read: Interactions, epochs: int) -> SASRecModel:
    dense = len(read.sequence) >= 50 * len(read)  # as in Plan.fitting
    return SASRecModel(
        n_blocks=2,
        n_heads=2,
        n_factors=64,
        dropout_rate=0.2 if dense else 0.5,
        session_max_len=200 if dense else 50,
        loss="softmax",
        lr=1e-3,
        batch_size=128,
        epochs=epochs,
    )


def _dataset(interactions: Interactions) -> Dataset:
    frame = pd.DataFrame(
        {
            Columns.User: interactions.owners(),
            Columns.Item: interactions.sequence,
            Columns.Weight: 1.0,
            Columns.Datetime: pd.to_datetime(np.arange(len(interactions.sequence)), unit="s"),
        }
    )
    return Dataset.construct(frame)


def _places(model: SASRecModel, known: Interactions) -> str:
    # Where the last item of each user stands in the list for what came before it.
    past = known.without_last(1)
    said = model.recommend(np.arange(len(past)), _dataset(past), k=10, filter_viewed=True)
    lists = said.sort_values(Columns.Rank).groupby(Columns.User)[Columns.Item].apply(np.asarray)
    nothing: NDArray[np.int64] = np.zeros(0, np.int64)
    return places((lists.get(user, nothing) for user in range(len(past))), known.sequence[known.ends - 1])


if __name__ == "__main__":
    main()
