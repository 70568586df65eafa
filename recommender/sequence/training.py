"""Training: an encoder from sequences, with a moving average of its weights, stopped when it no longer gets better."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..interactions import Interactions, Items
from ..linear import Scores
from .batches import Batch, reading_batches, training_batches
from .config import Config
from .encoders import encoder_of
from .loss import next_item_loss
from .model import Bags, Encoder


@dataclass(frozen=True)
class Recipe:
    """How a model is trained. `tokens` is the size of a batch in places."""

    epochs: int = 40
    tokens: int = 6000
    negatives: int = 512
    rate: float = 2e-3
    decay: float = 0.01
    warm_up: int = 200  # steps
    average: float = 0.998  # of the weights, over about 500 steps
    hide: float = 0.3  # share of the items that a masked model has to guess
    patience: int = 10  # epochs without a better result on the validation part
    judged_every: int = 2  # epochs
    seed: int = 0


@dataclass(frozen=True)
class Progress:
    """After every epoch: the mean loss over so many guessed items. `valid` is what a judge said of it, or None."""

    epoch: int
    epochs: int
    loss: float
    guessed: int
    seconds: float
    valid: float | None


class Trained:
    """An encoder that is done: vectors of shoppers and of items, on the device of the encoder. A `Family`."""

    def __init__(self, encoder: Encoder, bags: Bags | None) -> None:
        self.name, self.bags = encoder.config.name, bags
        self.encoder = encoder.eval()
        with torch.inference_mode():
            self.vectors = encoder.tower(bags).detach().clone()
            known = encoder.tower.known > 0
            self._middle = encoder.bias[known].median()  # a new item is like the middle one
            self.bias = torch.where(known, encoder.bias, self._middle)

    def knowing(self, new: Bags) -> Trained:
        """The same with items behind the others, of which it knows the words alone."""
        made = copy.copy(self)
        with torch.inference_mode():
            made.vectors = torch.cat([self.vectors, self.encoder.tower.described(new)])
            made.bias = torch.cat([self.bias, self._middle.expand(len(new.starts))])
        return made

    def states(self, histories: Interactions, tokens: int = 20_000) -> Tensor:
        """The vectors of those shoppers, [users, width]; zeros for those without a history."""
        config, device = self.encoder.config, self.bias.device
        made = torch.zeros(len(histories), config.width, device=device)
        with torch.inference_mode():
            for rows, batch in reading_batches(histories, config.length, tokens, None if config.causal else len(self.vectors)):
                batch = batch.to(device)
                states = self.encoder(self.vectors, batch.history, batch.lengths)
                read = batch.lengths > 0
                made[torch.from_numpy(rows).to(device)[read]] = states[read, batch.lengths[read] - 1]
        return made

    def scores(self, histories: Interactions) -> Scores:
        """For every shopper and item, [users, items]."""
        made: Scores = (self.states(histories) @ self.vectors.T + self.bias).cpu().numpy()
        return made

    def of_one(self, history: Items) -> Scores:
        """For one shopper, [items]."""
        made: Scores = (self.vectors @ self.states(Interactions.nameless([history]))[0] + self.bias).cpu().numpy()
        return made

    def at(self, histories: Sequence[Items], columns: NDArray[np.int64]) -> Scores:
        """For some histories that are much alike, those items' scores alone, [histories, columns]."""
        wanted = torch.from_numpy(columns).to(self.bias.device)
        made: Scores = (
            (self.states(Interactions.nameless(histories)) @ self.vectors[wanted].T + self.bias[wanted]).cpu().numpy()
        )
        return made


class Trainer:
    """Goes on epoch by epoch on the device; what it knows can be kept in a file and taken up again, on any device."""

    def __init__(
        self,
        interactions: Interactions,
        config: Config,
        recipe: Recipe,
        bags: Bags | None = None,
        begin: NDArray[np.float32] | None = None,
        device: str = "cpu",
    ) -> None:
        torch.manual_seed(recipe.seed)
        self._interactions, self._config, self.recipe = interactions, config, recipe
        self._bags = bags and bags.to(device)
        self.name, self._device = config.name, torch.device(device)
        self._chance = np.random.default_rng(recipe.seed)
        self._encoder = encoder_of(config)
        seen = torch.from_numpy(np.bincount(interactions.sequence, minlength=config.items))
        self._known = torch.nonzero(seen)[:, 0].to(device)
        self._encoder.tower.known.copy_(seen > 0)
        if begin is not None:
            with torch.no_grad():
                self._encoder.tower.ids.weight.copy_(torch.from_numpy(begin))
        self._encoder.to(device)
        self._averaged = copy.deepcopy(self._encoder)
        self._optimizer = torch.optim.AdamW(_groups(self._encoder, recipe.decay), lr=recipe.rate, betas=(0.9, 0.98))
        self._steps = max(1, recipe.epochs * math.ceil(len(interactions.sequence) / recipe.tokens))
        self._step = 0
        self.epoch = 0
        self._best: tuple[float, int] = (-math.inf, 0)  # what the judge said, and after which epoch
        self._best_weights: dict[str, Tensor] | None = None

    @property
    def done(self) -> bool:
        """Whether all epochs are over, or nothing has got better for too long."""
        return self.epoch >= self.recipe.epochs or self.epoch - self._best[1] > self.recipe.patience

    @property
    def to_be_judged(self) -> bool:
        """Whether it is time to look how good it has become."""
        return self.epoch % self.recipe.judged_every == 0 or self.epoch >= self.recipe.epochs

    def judge(self, value: float) -> None:
        """Say how good it is now; the best is kept."""
        if value > self._best[0]:
            self._best = (value, self.epoch)
            self._best_weights = {name: weights.clone() for name, weights in self._averaged.state_dict().items()}

    def train_epoch(self) -> tuple[float, int]:
        """Go through everything once. Returns the mean loss and how many items were guessed."""
        self._encoder.train()
        total, count = 0.0, 0
        hide = None if self._config.causal else self.recipe.hide
        for batch in training_batches(self._interactions, self._config.length, self.recipe.tokens, self._chance, hide):
            there = int((batch.targets >= 0).sum())
            if there:
                total += there * self._learn(batch.to(self._device))
                count += there
        self.epoch += 1
        return total / max(count, 1), count

    def trained(self) -> Trained:
        """The model as it is now, on the device: the average of the latest weights, which guesses better than they do."""
        return Trained(copy.deepcopy(self._averaged), self._bags)

    def best(self) -> Trained:
        """The model as it was when it was judged best, on the CPU, where it serves."""
        made = copy.deepcopy(self._averaged)
        if self._best_weights is not None:
            made.load_state_dict(self._best_weights)
        return Trained(made.cpu(), self._bags and self._bags.to("cpu"))

    def _learn(self, batch: Batch) -> float:
        for group in self._optimizer.param_groups:
            group["lr"] = self.recipe.rate * _share(self._step, self._steps, self.recipe.warm_up)
        vectors = self._encoder.tower(self._bags)
        states, targets = self._encoder.guesses(vectors, batch)
        loss = next_item_loss(states, targets, vectors, self._encoder.bias, self._known, self.recipe.negatives)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._encoder.parameters(), 1.0)
        self._optimizer.step()
        self._step += 1
        self._average()
        return float(loss.detach())

    @torch.no_grad()
    def _average(self) -> None:
        kept = min(self.recipe.average, self._step / (self._step + 9))  # young averages forget faster
        torch._foreach_lerp_(list(self._averaged.parameters()), list(self._encoder.parameters()), 1 - kept)

    def state(self) -> dict[str, Any]:
        """All that is needed to go on, of plain values and tensors."""
        return {
            "data": self._interactions.digest(),
            "config": asdict(self._config),
            "recipe": asdict(self.recipe),
            "encoder": self._encoder.state_dict(),
            "averaged": self._averaged.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "chance": self._chance.bit_generator.state,
            "torch": torch.get_rng_state(),
            "step": self._step,
            "epoch": self.epoch,
            "best": list(self._best),
            "best_weights": self._best_weights,
        }

    def resume(self, state: dict[str, Any]) -> bool:
        """Go on from there; False when that training was another one, or of other data, and nothing is changed."""
        own = self._interactions.digest(), asdict(self._config), asdict(self.recipe)
        if (state["data"], state["config"], state["recipe"]) != own:
            return False
        self._encoder.load_state_dict(state["encoder"])
        self._averaged.load_state_dict(state["averaged"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._chance.bit_generator.state = state["chance"]
        torch.set_rng_state(state["torch"])
        self._step, self.epoch = state["step"], state["epoch"]
        value, epoch = state["best"]
        self._best, self._best_weights = (float(value), int(epoch)), state["best_weights"]
        return True


def _groups(encoder: Encoder, decay: float) -> list[dict[str, Any]]:
    # Weights of layers decay; vectors, biases and norms do not.
    shrinking = [weight for name, weight in encoder.named_parameters() if weight.dim() >= 2 and "blocks" in name]
    chosen = {id(weight) for weight in shrinking}
    rest = [weight for weight in encoder.parameters() if id(weight) not in chosen]
    return [{"params": shrinking, "weight_decay": decay}, {"params": rest, "weight_decay": 0.0}]


def _share(step: int, steps: int, warm_up: int) -> float:
    # Of the learning rate: up in a line, down in a half cosine to a fiftieth.
    return min(1.0, (step + 1) / warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))))
