"""Learning: a model from interactions: counts, closed forms, encoders, and the weights of all of them together."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from shop.errors import UserError

from .counts import Counts
from .descriptions import Descriptions
from .families import linear_families
from .family import Family
from .final.outcomes import Outcomes
from .final.training import learn_final
from .fusion import Cases, comparable, fit_weights, shoppers_that_fit
from .interactions import Interactions
from .learned import About, Learned, bags_of
from .sequence.config import Config
from .sequence.training import Progress, Recipe, Trained, Trainer
from .sequence.warm_start import item_vectors
from .shop_log import ShopLog

Notice = Callable[[str, Progress | None], None]  # what is being done, and how far it is
_MANY = 100_000  # interactions
_FEW = 20  # interactions below which there is nothing to learn
_TENTH = 10  # of the users are judges where nothing is held out
_ENOUGH = 500  # users that can judge; where there are fewer all of them do
_STEPS = 30  # of an epoch, at least: a small shop learns in small batches
_LEAST_TOKENS = 500
_JUDGES = 2000  # shoppers on whom an epoch is judged


@dataclass(frozen=True)
class Plan:
    """What is trained: which encoders (none: the linear families alone, in seconds), how, and where ("cpu", "cuda")."""

    encoders: Sequence[Config] = ()
    recipe: Recipe = field(default_factory=Recipe)
    device: str = "cpu"

    @classmethod
    def fitting(cls, interactions: Interactions, descriptions: Descriptions | None, recipe: Recipe | None = None) -> Plan:
        """A plan for that much data: short, sparse histories want less reading and more forgetting.

        Long histories of many shoppers are read best by a gated unit, others by attention (`python -m benchmarks ablation`).
        """
        mean = len(interactions.sequence) / max(1, len(interactions))
        dense = mean >= 50
        config = Config(
            items=len(interactions.items),
            words=len(descriptions.vocabulary) if descriptions else 0,
            length=200 if dense else 50,
            dropout=0.2 if dense else 0.5,
            body="recurrent" if dense and len(interactions.sequence) >= _MANY else "attention",
        )
        tokens = max(_LEAST_TOKENS, len(interactions.sequence) // _STEPS)
        own = (
            Recipe(tokens=min(6000, tokens))
            if dense
            else Recipe(epochs=30, tokens=min(3000, tokens), negatives=2000, rate=1e-3)
        )
        return cls((config,), recipe or own)


def learn(
    interactions: Interactions,
    plan: Plan,
    held_out: int = 2,
    descriptions: Descriptions | None = None,
    notice: Notice = lambda what, progress: None,
    workspace: Path | None = None,
) -> Learned:
    """Learn from all but the `held_out` latest items of every user.

    The first of those held out tells when to stop and what each family is worth. With none held out some of the users tell
    it, by their latest item. With a workspace, a training that was broken off goes on there. Raises UserError where
    there is too little to learn from, or no such device.
    """
    began = time.perf_counter()
    _require(plan.device)
    known = interactions.without_last(max(0, held_out - 1))
    train, judged = _apart(known, held_out)
    past, targets = judged.without_last(1), judged.sequence[judged.ends - 1]
    notice("Counting", None)
    counts = Counts.of(train)
    families: list[Family] = [*linear_families(counts)]
    bags = bags_of(descriptions.words) if descriptions else None
    for config in plan.encoders:
        start = item_vectors(counts.near, config.width)
        trainer = Trainer(train, config, plan.recipe, bags, start, plan.device)
        families.append(train_encoder(trainer, past, targets, notice, workspace))
    notice("Weighing", None)
    weights, valid = weigh(families, past, targets)
    if not held_out:
        counts = Counts.of(known)
        families = [*linear_families(counts), *(item for item in families if isinstance(item, Trained))]
    about = About(
        digest=interactions.digest(),
        held_out=held_out,
        users=len(interactions),
        interactions=len(train.sequence),
        seconds=round(time.perf_counter() - began, 1),
        valid=valid,
    )
    words = dict(zip(descriptions.vocabulary, descriptions.worth.tolist(), strict=True)) if descriptions else {}
    return Learned(interactions.items, families, weights, about, words, counts=counts)


def learn_shop(
    log: ShopLog,
    plan: Plan,
    notice: Notice = lambda what, progress: None,
    workspace: Path | None = None,
) -> Learned:
    """Learn all there is to learn from a shop's own log: what comes next, and how to order what is shown."""
    learned = learn(log.interactions, plan, 0, log.descriptions, notice, workspace)
    about = replace(learned.about, kinds=sorted(log.kinds), until=log.until)
    return with_final(replace(learned, dear=log.dear, about=about), log.outcomes)


def with_final(learned: Learned, outcomes: Outcomes) -> Learned:
    """The same with a final ranker from those outcomes, where they teach one; `about.final` says what came of it."""
    verdict = learn_final(outcomes)
    return replace(learned, final=verdict.final, about=replace(learned.about, final=verdict.says))


def _apart(known: Interactions, held_out: int) -> tuple[Interactions, Interactions]:
    # What is learned from, and those of whom the latest item judges.
    judging = (known.lengths >= 2) & (_sample(len(known), max(_ENOUGH, len(known) // _TENTH)) if not held_out else True)
    train = known.without_last(1 if held_out else judging.astype(np.int64))
    if len(train.sequence) < _FEW:
        raise UserError(
            f"There is too little to learn from: {len(train.sequence)} interactions beside those that are kept back. "
            f"Bring in at least {_FEW}."
        )
    return train, known.where(judging)


def train_encoder(
    trainer: Trainer,
    past: Interactions,
    targets: NDArray[np.int32],
    notice: Notice = lambda what, progress: None,
    workspace: Path | None = None,
) -> Trained:
    """Train until it is done, judged by what came next after those pasts. With a workspace it goes on where it was."""
    file = workspace / f"{trainer.name}.training.pt" if workspace else None
    if file and file.exists():
        try:
            trainer.resume(torch.load(file, map_location="cpu", weights_only=True))
        except Exception:  # torch raises of every kind at a damaged file; what it held is trained again
            notice("Beginning anew: what was kept of the training before cannot be read", None)
    chosen = _sample(len(targets), min(_JUDGES, shoppers_that_fit(len(past.items), 2)))
    judges, theirs = past.where(chosen), targets[chosen]
    while not trainer.done:
        started = time.perf_counter()
        loss, count = trainer.train_epoch()
        seconds = time.perf_counter() - started
        valid = None
        if trainer.to_be_judged:
            valid = _ndcg(trainer.trained(), judges, theirs)
            trainer.judge(valid)
        notice(f"Training ({trainer.name})", Progress(trainer.epoch, trainer.recipe.epochs, loss, count, seconds, valid))
        if file:
            _keep(trainer, file)
    return trainer.best()


def _require(device: str) -> None:
    if device != "cpu" and not (device.startswith("cuda") and torch.cuda.is_available()):
        raise UserError(f"There is no device {device!r} that torch can use here; train without --device, on the CPU.")


def _keep(trainer: Trainer, file: Path) -> None:
    made = file.with_suffix(".new")
    torch.save(trainer.state(), made)
    made.replace(file)


def weigh(
    families: Sequence[Family], past: Interactions, targets: NDArray[np.int32]
) -> tuple[dict[str, float], dict[str, float]]:
    """What each family counts for, and NDCG@10 of each and of all together on those targets."""
    chosen = _sample(len(targets), shoppers_that_fit(len(past.items), len(families)))
    judges, theirs = past.where(chosen), targets[chosen]
    cases = Cases.of([comparable(family.scores(judges)) for family in families], judges, theirs)
    weights = fit_weights(cases)
    names = [family.name for family in families]
    valid = {name: round(cases.ndcg(alone), 4) for name, alone in zip(names, np.eye(len(names)), strict=True)}
    valid["together"] = round(cases.ndcg(weights), 4)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}, valid


def _ndcg(family: Family, histories: Interactions, targets: NDArray[np.int32]) -> float:
    return Cases.of([family.scores(histories)], histories, targets).ndcg(np.ones(1))


def _sample(users: int, most: int) -> NDArray[np.bool_]:
    chosen = np.zeros(users, np.bool_)
    chosen[np.random.default_rng(0).permutation(users)[:most]] = True
    return chosen
