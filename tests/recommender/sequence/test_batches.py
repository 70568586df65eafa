from collections import Counter

import numpy as np

from recommender.interactions import Interactions
from recommender.sequence.batches import reading_batches, training_batches


def _log(*lengths: int) -> Interactions:
    return Interactions.of({str(user): [f"{user}-{n}" for n in range(length)] for user, length in enumerate(lengths)})


def test_every_item_but_the_first_is_a_target_once() -> None:
    log = _log(3, 9, 2, 1, 6)
    targets = Counter(
        int(target)
        for batch in training_batches(log, 20, 30, np.random.default_rng(0))
        for target in batch.targets.flatten()
        if target >= 0
    )
    firsts = {int(log.of_user(row)[0]) for row in range(5)}
    assert targets == {item: 1 for item in range(21) if item not in firsts}


def test_the_target_is_what_came_next() -> None:
    log = _log(5, 7)
    for batch in training_batches(log, 20, 30, np.random.default_rng(0)):
        for history, target, length in zip(batch.history, batch.targets, batch.lengths, strict=True):
            assert (target[:length] == history[:length] + 1).all()  # items are numbered in their order


def test_batches_hold_no_more_places_than_asked_and_long_histories_are_cut() -> None:
    for batch in training_batches(_log(100, 8, 8, 8, 30), 10, 40, np.random.default_rng(1)):
        assert batch.history.shape[1] <= 10
        assert batch.history.numel() <= 40


def test_hidden_items_are_the_targets_and_stand_nowhere_else() -> None:
    log = _log(9, 9, 9, 9)
    for batch in training_batches(log, 5, 40, np.random.default_rng(1), hide=0.5):
        hidden = batch.history == len(log.items)
        assert batch.history.shape[1] <= 5
        assert (hidden == (batch.targets >= 0)).all()


def test_the_end_of_each_history_is_read() -> None:
    log = _log(3, 12, 1, 0)
    read = {
        int(row): batch.history[n, : batch.lengths[n]].tolist()
        for rows, batch in reading_batches(log, 5, 100)
        for n, row in enumerate(rows)
    }
    assert read == {row: log.of_user(row)[-5:].tolist() for row in range(4)}


def test_a_masked_model_reads_a_hidden_item_at_the_end() -> None:
    log = _log(3, 12)
    for rows, batch in reading_batches(log, 5, 100, hidden=len(log.items)):
        for n, row in enumerate(rows):
            seen = batch.history[n, : batch.lengths[n]].tolist()
            assert seen == [*log.of_user(int(row))[-4:].tolist(), len(log.items)]
