import pytest
import torch
from torch import Tensor

from recommender.sequence.batches import Batch
from recommender.sequence.config import Config
from recommender.sequence.fused import Fused

LENGTH, ITEMS = 8, 30


@pytest.fixture
def fused() -> Fused:
    torch.manual_seed(0)
    made = Fused(Config(items=ITEMS, width=16, length=LENGTH, dropout=0.0, id_dropout=0.0, body="fused"))
    torch.nn.init.normal_(made.narrow.weight)  # so that what is told is heard
    return made


def learned_from(fused: Fused, history: list[int], seed: int) -> Tensor:
    # The states [length, width] from which the next items are guessed, under the cut and the hiding of that seed.
    torch.manual_seed(seed)
    batch = Batch(torch.tensor([history]), torch.tensor([LENGTH]), torch.tensor([[*history[1:], 0]]))
    states, _ = fused.guesses(fused.tower(None), batch)
    return states[:LENGTH].detach()


def test_in_training_no_state_knows_what_it_has_to_guess(fused: Fused) -> None:
    history = list(range(LENGTH))
    for seed in range(30):
        one = learned_from(fused, history, seed)
        for place in range(1, LENGTH):
            other = learned_from(fused, [*history[:place], *(item + 10 for item in history[place:])], seed)
            torch.testing.assert_close(one[:place], other[:place])
            assert not torch.allclose(one[place:], other[place:])


def test_of_places_that_ask_the_twin_is_heard_and_of_those_before_the_cut_it_is_not(fused: Fused) -> None:
    history = list(range(LENGTH))
    before = {seed: learned_from(fused, history, seed) for seed in range(30)}
    torch.nn.init.normal_(fused.masked.norm.bias)
    heard = [((learned_from(fused, history, seed) - before[seed]).abs().sum(1) > 1e-6).tolist() for seed in range(30)]
    assert all(places == sorted(places) for places in heard)  # from the cut on, all of them
    assert all(places[-1] for places in heard)
    assert len({places.index(True) for places in heard}) > 3  # the cut falls here and there


def test_what_is_hidden_from_the_twin_is_guessed_too(fused: Fused) -> None:
    history = list(range(LENGTH))
    batch = Batch(torch.tensor([history] * 40), torch.full((40,), LENGTH), torch.tensor([[*history[1:], 0]] * 40))
    states, targets = fused.guesses(fused.tower(None), batch)
    assert len(states) == len(targets) > 40 * LENGTH
    assert set(targets[40 * LENGTH :].tolist()) <= set(history)


def test_the_shopper_who_is_served_has_the_whole_history_read_both_ways(fused: Fused) -> None:
    fused.eval()
    vectors, history = fused.tower(None), torch.tensor([list(range(LENGTH)), [3, 4, 0, 0, 0, 0, 0, 0]])
    lengths = torch.tensor([LENGTH, 2])
    before = fused(vectors, history, lengths)
    torch.nn.init.normal_(fused.masked.norm.bias)
    changed = (fused(vectors, history, lengths) - before).abs().sum(2) > 1e-6
    assert changed[0].tolist() == [False] * (LENGTH - 1) + [True]
    assert changed[1, :2].tolist() == [False, True]


def test_an_empty_history_makes_no_state_that_is_no_number(fused: Fused) -> None:
    made = fused.eval()(fused.tower(None), torch.zeros(1, 1, dtype=torch.long), torch.tensor([0]))
    assert torch.isfinite(made).all()
