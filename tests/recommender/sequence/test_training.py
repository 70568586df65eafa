from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from recommender.counts import Counts
from recommender.descriptions import Descriptions
from recommender.interactions import Interactions
from recommender.learned import bags_of
from recommender.sequence.config import Config
from recommender.sequence.training import Recipe, Trained, Trainer
from recommender.sequence.warm_start import item_vectors

RECIPE = Recipe(epochs=30, tokens=200, negatives=1000, rate=5e-3, warm_up=5, average=0.9)


def config_of(interactions: Interactions, **changes: object) -> Config:
    made = Config(items=len(interactions.items), width=16, blocks=1, heads=2, length=8, dropout=0.0, id_dropout=0.0)
    return replace(made, **changes)  # type: ignore[arg-type]


def trained(trainer: Trainer, epochs: int = 30) -> Trained:
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer.trained()


def right(model: Trained, interactions: Interactions) -> float:
    # The share of users whose last item is the likeliest after what came before.
    past = interactions.without_last(1)
    return float((model.scores(past).argmax(axis=1) == interactions.sequence[interactions.ends - 1]).mean())


@pytest.mark.parametrize(
    ("kind", "epochs", "least"),
    [
        ({}, 60, 0.9),
        ({"causal": False}, 200, 0.3),  # slower by far
        ({"body": "recurrent"}, 60, 0.9),
        ({"body": "convolutional"}, 60, 0.9),
        ({"body": "fused"}, 60, 0.9),
    ],
)
def test_an_encoder_learns_what_comes_next(circles: Interactions, kind: dict[str, Any], epochs: int, least: float) -> None:
    trainer = Trainer(circles.without_last(1), config_of(circles, **kind), replace(RECIPE, epochs=epochs))
    assert right(trained(trainer, epochs), circles) > least


def test_few_negatives_teach_the_same(circles: Interactions) -> None:
    trainer = Trainer(circles.without_last(1), config_of(circles), replace(RECIPE, negatives=8, epochs=60))
    assert right(trained(trainer, 60), circles) > 0.9


def test_a_warm_start_knows_what_belongs_together_before_any_training(circles: Interactions) -> None:
    train = circles.without_last(1)
    vectors = item_vectors(Counts.of(train).near, 16)
    same = vectors @ vectors.T
    np.fill_diagonal(same, -np.inf)
    kinds = np.array([name[0] for name in circles.items])
    assert (kinds[same.argmax(axis=1)] == kinds).all()


def test_vectors_of_a_shop_without_pairs_are_small_and_whole() -> None:
    vectors = item_vectors(Counts.of(Interactions.of({"a": ["x"], "b": ["y"]})).near, 16)
    assert vectors.shape == (2, 16)
    assert np.isfinite(vectors).all()


@pytest.mark.parametrize("body", ["attention", "recurrent", "convolutional", "fused"])
def test_what_comes_later_changes_no_state_before(circles: Interactions, body: str) -> None:
    model = Trainer(circles, config_of(circles, body=body), RECIPE).trained()
    lengths = torch.tensor([4])
    one, other = (model.encoder(model.vectors, torch.tensor([history]), lengths) for history in ([1, 2, 3, 4], [1, 2, 9, 9]))
    assert torch.allclose(one[0, :2], other[0, :2])
    assert not torch.allclose(one[0, 2:], other[0, 2:])


def test_a_training_that_was_broken_off_ends_as_if_it_had_not_been(circles: Interactions) -> None:
    through = Trainer(circles, config_of(circles, dropout=0.1), RECIPE)
    broken = Trainer(circles, config_of(circles, dropout=0.1), RECIPE)
    for _ in range(3):
        broken.train_epoch()
    state = broken.state()
    resumed = Trainer(circles, config_of(circles, dropout=0.1), RECIPE)
    torch.manual_seed(99)
    assert resumed.resume(state)
    trained(resumed, 2)
    after = resumed.trained().vectors
    torch.manual_seed(RECIPE.seed)
    through = Trainer(circles, config_of(circles, dropout=0.1), RECIPE)
    assert torch.equal(after, trained(through, 5).vectors)


def test_another_training_is_not_taken_up(circles: Interactions) -> None:
    state = Trainer(circles, config_of(circles), RECIPE).state()
    assert not Trainer(circles, config_of(circles), replace(RECIPE, seed=1)).resume(state)
    assert not Trainer(circles, config_of(circles, width=32), RECIPE).resume(state)
    assert not Trainer(circles.without_last(1), config_of(circles), RECIPE).resume(state)


@pytest.mark.parametrize("kind", [{}, {"causal": False}, {"body": "recurrent"}, {"body": "convolutional"}, {"body": "fused"}])
def test_whatever_training_makes_is_made_where_the_model_is(circles: Interactions, kind: dict[str, Any]) -> None:
    words = Descriptions.of(circles.items, {item: [item[0]] for item in circles.items})
    config = config_of(circles, words=len(words.vocabulary), id_dropout=0.1, **kind)
    trainer = Trainer(circles, config, replace(RECIPE, negatives=8), bags_of(words.words), device="cpu")
    with torch.device("meta"):  # where everything lands that is made without naming the device; it cannot be computed with
        loss, _ = trainer.train_epoch()
        model = trainer.trained()
        scores = model.scores(circles)
        np.testing.assert_allclose(model.at([circles.of_user(0)], np.arange(5))[0], scores[0, :5], rtol=1e-4, atol=1e-4)
    assert np.isfinite(loss)
    assert np.isfinite(scores).all()


def test_the_best_is_kept_and_training_ends_when_nothing_gets_better(circles: Interactions) -> None:
    trainer = Trainer(circles, config_of(circles), replace(RECIPE, patience=2))
    trainer.train_epoch()
    trainer.judge(0.5)
    kept = trainer.best().vectors
    while not trainer.done:
        trainer.train_epoch()
        trainer.judge(0.4)
    assert trainer.epoch == 4
    assert torch.equal(trainer.best().vectors, kept)
    assert not torch.equal(trainer.trained().vectors, kept)


def test_an_item_nobody_took_is_ranked_by_its_words(circles: Interactions) -> None:
    # The items of a circle share a word. One item of circle b is taken out of all that is learned from.
    new = list(circles.items).index("b4")
    kept = {
        user: [circles.items[item] for item in circles.of_user(row) if item != new] for row, user in enumerate(circles.users)
    }
    known = Interactions.of({"": circles.items, **kept}).where(np.arange(len(circles) + 1) > 0)
    words = Descriptions.of(known.items, {item: [f"circle {item[0]}"] for item in known.items})
    config = config_of(known, words=len(words.vocabulary), id_dropout=0.3)
    model = trained(Trainer(known, config, replace(RECIPE, epochs=40), bags_of(words.words)), 40)
    place = list(known.items).index("b4")
    history = np.array([list(known.items).index(item) for item in ("b1", "b2", "b3")], np.int32)
    scores = model.of_one(history)
    others = [list(known.items).index(f"{circle}{number}") for circle in "ac" for number in range(10)]
    assert scores[place] > scores[others].max()


def test_a_shopper_without_a_history_gets_what_everybody_takes(circles: Interactions) -> None:
    model = trained(Trainer(circles, config_of(circles), RECIPE), 2)
    np.testing.assert_allclose(model.of_one(np.zeros(0, np.int32)), model.bias.numpy())
