from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from recommender.descriptions import Descriptions
from recommender.foresight import Foresight
from recommender.interactions import Interactions
from recommender.learned import Learned
from recommender.learning import Plan, learn
from recommender.sequence.config import Config
from recommender.sequence.training import Progress, Recipe
from recommender.versions import Versions
from shop.errors import NotFound, UserError


def plan_for(circles: Interactions, words: int = 0, epochs: int = 20) -> Plan:
    config = Config(items=len(circles.items), words=words, width=16, blocks=1, heads=2, length=8, dropout=0.0)
    return Plan((config,), Recipe(epochs=epochs, tokens=200, negatives=1000, rate=5e-3, warm_up=5, average=0.9))


@pytest.fixture
def learned(circles: Interactions) -> Learned:
    return learn(circles, plan_for(circles))


def test_together_the_families_know_what_comes_next(circles: Interactions, learned: Learned) -> None:
    lists = list(learned.lists(circles.without_last(1), 3))
    right = [circles.sequence[circles.ends[row] - 1] in those for row, those in enumerate(lists)]
    assert np.mean(right) > 0.8
    assert learned.about.valid["together"] >= 0.95 * max(learned.about.valid.values())


def test_lists_hold_nothing_that_was_taken_before_and_nothing_twice(circles: Interactions, learned: Learned) -> None:
    for row, those in enumerate(learned.lists(circles.without_last(1), 10)):
        assert len(set(those.tolist())) == len(those) == 10
        assert not set(those.tolist()) & set(circles.of_user(row)[:-1].tolist())


def test_one_shopper_alone_is_ranked_as_among_many(circles: Interactions, learned: Learned) -> None:
    together = learned.scores(circles)
    alone = learned.of_one(circles.of_user(8)).scores
    np.testing.assert_allclose(alone - alone.mean(), together[8] - together[8].mean(), rtol=1e-3, atol=1e-4)


def test_the_last_two_items_are_not_learned_from(circles: Interactions) -> None:
    changed = Interactions(circles.users, circles.items, circles.sequence.copy(), circles.ends)
    changed.sequence[changed.ends - 1] = 0  # the last item of all is another one
    one, other = (learn(log, Plan()) for log in (circles, changed))
    assert one.weights == other.weights
    np.testing.assert_array_equal(one.scores(circles), other.scores(circles))


def test_with_nothing_held_out_the_last_items_are_learned_from(circles: Interactions) -> None:
    extra = Interactions.of({**{u: [circles.items[i] for i in circles.of_user(r)] for r, u in enumerate(circles.users)}})
    made = learn(extra, Plan(), held_out=0)
    assert made.about.held_out == 0
    followers = next(family for family in made.families if family.name == "followers")
    last = extra.of_user(0)[-2:]
    assert followers.of_one(last[:1])[last[1]] > 0


def test_progress_is_told(circles: Interactions) -> None:
    told: list[tuple[str, Progress | None]] = []
    learn(circles, plan_for(circles, epochs=4), notice=lambda what, step: told.append((what, step)))
    assert [what for what, step in told if step is None] == ["Counting", "Weighing"]
    steps = [step for _, step in told if step]
    assert [step.epoch for step in steps] == [1, 2, 3, 4]
    assert steps[-1].valid is not None


def test_a_broken_off_training_goes_on_from_the_workspace(circles: Interactions, tmp_path: Path) -> None:
    class Killed(Exception):
        pass

    def kill(what: str, step: Progress | None) -> None:
        if step and step.epoch == 6:
            raise Killed

    with pytest.raises(Killed):
        learn(circles, plan_for(circles), notice=kill, workspace=tmp_path)
    epochs: list[int] = []
    resumed = learn(
        circles, plan_for(circles), workspace=tmp_path, notice=lambda _, step: epochs.append(step.epoch) if step else None
    )
    assert epochs[0] == 6  # the fifth was kept, the sixth was not
    np.testing.assert_array_equal(resumed.scores(circles), learn(circles, plan_for(circles)).scores(circles))


def test_a_damaged_workspace_is_begun_anew(circles: Interactions, tmp_path: Path) -> None:
    (tmp_path / "causal.training.pt").write_bytes(b"no checkpoint")
    assert learn(circles, plan_for(circles, epochs=1), workspace=tmp_path).families


@pytest.mark.parametrize("users", [1, 40])
def test_too_little_is_said_in_words(users: int) -> None:
    with pytest.raises(UserError, match="too little to learn from: 0 interactions beside those"):
        learn(Interactions.of({f"u{user}": ["x", "y"] for user in range(users)}), Plan())


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")
def test_a_device_that_is_not_there_is_said_in_words(circles: Interactions) -> None:
    with pytest.raises(UserError, match=r"no device 'cuda'.*on the CPU"):
        learn(circles, replace(plan_for(circles), device="cuda"))


def test_users_with_one_item_and_items_seen_once_do_no_harm(circles: Interactions) -> None:
    sequences = {user: [circles.items[item] for item in circles.of_user(row)] for row, user in enumerate(circles.users)}
    log = Interactions.of({**sequences, "once": ["only here"], "twice": ["a1", "only there"]})
    made = learn(log, plan_for(log, epochs=2))
    assert np.isfinite(made.scores(log)).all()


def test_a_saved_model_ranks_the_same(circles: Interactions, tmp_path: Path) -> None:
    words = Descriptions.of(circles.items, {item: [item[0]] for item in circles.items})
    plan = plan_for(circles, len(words.vocabulary), 2)
    kinds = ({}, {"causal": False}, {"body": "recurrent"}, {"body": "convolutional"}, {"body": "fused"})
    made = learn(circles, replace(plan, encoders=[replace(plan.encoders[0], **kind) for kind in kinds]), descriptions=words)
    made = replace(made, weights=dict.fromkeys(made.weights, 1.0))
    versions = Versions(tmp_path / "ranker")
    versions.keep(made)
    again = versions.load()
    assert again is not None
    assert again.about == made.about
    np.testing.assert_allclose(again.scores(circles), made.scores(circles), atol=1e-5)


def test_an_encoder_kept_before_there_were_other_kinds_is_read(learned: Learned, tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    path = tmp_path / versions.keep(learned) / "causal.pt"
    state = torch.load(path, weights_only=True)
    del state["config"]["body"]
    torch.save(state, path)
    again = versions.load()
    assert again is not None
    assert [family.name for family in again.families] == [family.name for family in learned.families]


@pytest.mark.parametrize("name", ["model.json", "tables.npz", "causal.pt"])
def test_a_damaged_model_is_refused_in_words(learned: Learned, tmp_path: Path, name: str) -> None:
    versions = Versions(tmp_path)
    path = tmp_path / versions.keep(learned) / name
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UserError, match=r"cannot be read.*aisle train"):
        versions.load()


def test_the_one_before_can_be_gone_back_to(learned: Learned, tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    assert versions.load() is None
    first = versions.keep(learned)
    second = versions.keep(replace(learned, weights={"followers": 1.0}))
    assert versions.current() == second
    assert versions.roll_back() == first
    assert versions.current() == first
    with pytest.raises(NotFound, match="no earlier ranker"):
        versions.roll_back()


def test_only_the_latest_are_kept(learned: Learned, tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    made = [versions.keep(learned) for _ in range(5)]
    assert versions.names() == made[-3:]


def test_an_item_that_came_after_training_is_ranked_by_its_words(circles: Interactions) -> None:
    words = Descriptions.of(circles.items, {item: [f"circle {item[0]}"] for item in circles.items})
    plan = plan_for(circles, len(words.vocabulary))
    made = learn(circles, replace(plan, encoders=[replace(plan.encoders[0], id_dropout=0.5)]), descriptions=words)
    grown = made.knowing({"new a": ["circle a"], "new b": ["circle b"], "a1": ["known before"], "new x": ["never seen"]})
    assert grown.items[len(circles.items) :] == ["new a", "new b", "new x"]
    history = circles.of_user(0)  # somebody of circle a
    scores = grown.of_one(history).scores
    new_a, new_b, new_x = scores[len(circles.items) :]
    assert new_a > max(new_b, new_x)
    others = [place for place, item in enumerate(circles.items) if item[0] != "a"]
    assert new_a > scores[others].mean()
    view = Foresight(grown, "v1").look([circles.items[item] for item in history])
    assert view
    assert view.newcomers(2)[0] == "new a"  # of those that nobody has taken, by its words the likeliest
    assert len(view.newcomers(9)) == 3
    known = made.of_one(history).scores
    order = np.argsort(-known, kind="stable")[:5]
    np.testing.assert_array_equal(np.argsort(-scores[: len(known)], kind="stable")[:5], order)


def test_what_words_say_outlives_a_restart(circles: Interactions, tmp_path: Path) -> None:
    words = Descriptions.of(circles.items, {item: [f"circle {item[0]}"] for item in circles.items})
    made = learn(circles, plan_for(circles, len(words.vocabulary), 2), descriptions=words)
    versions = Versions(tmp_path)
    versions.keep(made)
    again = versions.load()
    assert again is not None
    new = {"new a": ["circle a"]}
    users = circles.knowing(new)
    np.testing.assert_allclose(again.knowing(new).scores(users), made.knowing(new).scores(users), atol=1e-5)
