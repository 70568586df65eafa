"""Training: a final ranker from what became of shown lists, if that orders better than the fixed weights do."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from shop.intervals import chance

from .features import PRIOR
from .model import SLOPE, FinalRanker
from .outcomes import HEADS, Outcomes

LEAST_LISTS = 300
LEAST_CLICKS = 100
_FOLDS = 5
_TUNED = 0.85  # of the lists, in the order of time: the newer ones tell when to stop, and how likely is likely
_LATEST = 50_000  # lists: more tell nothing that these do not
_EPOCHS = 150
_PATIENCE = 15
_RATE = 0.05
_ORDER = 0.9  # of the loss is about which of a list was chosen, the rest about how many are
_HELD = 3e-4  # pull towards the fixed weights
_MOST_WEIGHT = 10.0  # of a purchase beside what was left alone
_SURE = 0.05
_BINS = 10


@dataclass(frozen=True)
class Verdict:
    """What came of it: the model where it is better, and one sentence either way."""

    final: FinalRanker | None
    says: str


def learn_final(outcomes: Outcomes, seed: int = 0) -> Verdict:
    """Learn from all lists, if that is worth it.

    It is where in each fifth of the lists what was chosen is likelier, as foretold by what the others teach, than by the fixed
    weights, stretched to fit: by a paired test over lists (p < .05).
    """
    clicks = int(outcomes.done[:, 0].sum())
    if outcomes.count < LEAST_LISTS or clicks < LEAST_CLICKS:
        return Verdict(
            None,
            f"Fixed weights order what is shown: {clicks:,} choices from {outcomes.count:,} lists are in the log, "
            f"{LEAST_CLICKS} from {LEAST_LISTS} are needed.",
        )
    with _one_thread():
        return _learned(outcomes.between(max(0.0, 1 - _LATEST / outcomes.count), 1), clicks, seed)


def _learned(outcomes: Outcomes, clicks: int, seed: int) -> Verdict:
    judged = _judged(outcomes, seed)
    p = float(chance((judged.fixed - judged.loss).tolist()))
    loss, fixed = float(judged.loss.mean()), float(judged.fixed.mean())
    compared = (
        f"{clicks:,} choices from {outcomes.count:,} lists; of lists it has not seen the choices are "
        f"{np.exp(fixed - loss):.2f} times as likely as by fixed weights, p {p:.4f}"
    )
    if loss >= fixed or p >= _SURE:
        return Verdict(None, f"Fixed weights order what is shown: nothing better is learned from {compared}.")
    final = FinalRanker(seed=seed)
    _teach(final, outcomes)
    final.about = {"lists": outcomes.count, "clicks": clicks, "loss": round(loss, 4)}
    final.about |= {"fixed": round(fixed, 4), "p": round(p, 4), "calibration": judged.calibration}
    return Verdict(final, f"The final ranker is learned from {compared}.")


@contextmanager
def _one_thread() -> Iterator[None]:
    # Of so little two threads only wait for each other, on a busy machine a thousand times as long as they work.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@dataclass(frozen=True, eq=False)
class _Judged:
    """How unlikely the choices of each list were, learned and with fixed weights, and how far the chances are off by head."""

    loss: NDArray[np.float64]
    fixed: NDArray[np.float64]
    calibration: dict[str, float]


def _judged(outcomes: Outcomes, seed: int) -> _Judged:
    # Each fold of lists that follow one another is foretold by what the others teach, of which the newest tune.
    losses, chances, done = [list[NDArray[np.float64]](), list[NDArray[np.float64]]()], list[Tensor](), list[Tensor]()
    for fold in range(_FOLDS):
        span = fold / _FOLDS, (fold + 1) / _FOLDS
        others, held = outcomes.without(*span), _Part(outcomes.between(*span))
        models = FinalRanker(seed=seed), _Fixed()
        for model, those in zip(models, losses, strict=True):
            _teach(model, others)
            with torch.no_grad():
                those.append(_by_list(model(held.features, held.places), held)[:, 0].double().numpy())
        with torch.no_grad():
            chances.append(models[0].chances(held.features, held.places))
        done.append(held.done)
    expected, seen = torch.cat(chances).numpy(), torch.cat(done).numpy()
    off = {head: round(_miscalibrated(expected[:, n], seen[:, n]), 4) for n, head in enumerate(HEADS)}
    return _Judged(np.concatenate(losses[0]), np.concatenate(losses[1]), off)


def _teach(model: FinalRanker, outcomes: Outcomes) -> None:
    learned, tuned = _Part(outcomes.between(0, _TUNED)), _Part(outcomes.between(_TUNED, 1))
    _fit(model, learned, tuned)
    _calibrate(model, tuned)


class _Part:
    """Some of the lists, as tensors."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.features = torch.from_numpy(outcomes.features)
        self.places = torch.from_numpy(outcomes.places)
        self.done = torch.from_numpy(outcomes.done)
        self.lists = torch.from_numpy(outcomes.lists)
        self.count = outcomes.count

    def __len__(self) -> int:
        return len(self.places)


class _Fixed(FinalRanker):
    """The fixed weights, of which only the scale, the level and the places are learned."""

    prior: Tensor

    def __init__(self) -> None:
        super().__init__(hidden=1)
        self.slope = nn.Parameter(torch.tensor(SLOPE))
        self.register_buffer("prior", torch.from_numpy(PRIOR))

    def forward(self, features: Tensor, places: Tensor | None = None) -> Tensor:
        logits = self.slope * (features @ self.prior)[:, None] + self.base
        return logits if places is None else logits + (self.places - self.places[0])[places, None]


def _fit(model: FinalRanker, learned: _Part, tuned: _Part) -> None:
    # Until it stops foretelling the tuning part better.
    positive = learned.done.mean(0).clamp(min=1e-4)
    rare = ((1 - positive) / positive).clamp(1.0, _MOST_WEIGHT)
    prior = SLOPE * torch.from_numpy(PRIOR)
    optimizer = torch.optim.Adam([item for item in model.parameters() if item.requires_grad], lr=_RATE)
    best, kept, waited = np.inf, copy.deepcopy(model.state_dict()), 0
    for _ in range(_EPOCHS):
        held = ((model.straight - prior) ** 2).sum() + (model.outer**2).sum()
        loss = _loss(model, learned, rare) + _HELD * held
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        model.keep_signs()
        with torch.no_grad():
            now = float(_loss(model, tuned, rare))
        if now < best - 1e-5:
            best, kept, waited = now, copy.deepcopy(model.state_dict()), 0
        elif (waited := waited + 1) >= _PATIENCE:
            break
    model.load_state_dict(kept)


def _loss(model: FinalRanker, part: _Part, rare: Tensor) -> Tensor:
    # Joint ranking and calibration (Sheng et al., KDD 2023): lists differ in how much there is to like in them, and from
    # how many were chosen alone a model would learn that rather than which is better.
    logits = model(part.features, part.places)
    order = _by_list(logits, part).sum() / len(part)
    return _ORDER * order + (1 - _ORDER) * cross_entropy(logits, part.done, pos_weight=rare)


def _by_list(logits: Tensor, part: _Part) -> Tensor:
    """How unlikely it was that just those of a list were chosen, [lists, heads]: minus the logarithms of their shares."""
    lists, size = part.lists, (part.count, logits.shape[1])
    most = torch.full(size, -torch.inf).scatter_reduce(0, lists[:, None].expand_as(logits), logits.detach(), "amax")
    above = logits - most[lists]
    total = torch.zeros(size).index_add(0, lists, above.exp())
    return torch.zeros(size).index_add(0, lists, (total.log()[lists] - above) * part.done)


def _calibrate(model: FinalRanker, tuned: _Part) -> None:
    # Platt's scaling, head by head: the weights of rare outcomes have moved the level.
    with torch.no_grad():
        logits = model(tuned.features, tuned.places)
    stretch, shift = torch.ones(len(HEADS), requires_grad=True), torch.zeros(len(HEADS), requires_grad=True)
    optimizer = torch.optim.LBFGS([stretch, shift], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        # A little doubt keeps a head that was never, or always, seen from running away.
        doubt = 1e-3 * ((stretch - 1) ** 2 + 0.1 * shift**2).sum()
        found = cross_entropy(stretch * logits + shift, tuned.done) + doubt
        found.backward()  # type: ignore[no-untyped-call]
        return found

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    model.stretch.copy_(stretch.detach().clamp(min=0.05))
    model.shift.copy_(shift.detach())


def _miscalibrated(chances: NDArray[np.float32], done: NDArray[np.float32]) -> float:
    # Expected calibration error: how far chances and shares are apart, over tenths of the rows in the order of the chances.
    tenths = np.array_split(np.argsort(chances, kind="stable"), _BINS)
    return float(sum(abs(float((chances[rows] - done[rows]).sum())) for rows in tenths) / len(done))
