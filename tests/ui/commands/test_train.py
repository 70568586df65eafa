import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recommender.interactions import Interactions
from shop.event import Event
from shop.folder import Folder
from shop.product import Product, Variant
from shop.store.store import Store

Capture = pytest.CaptureFixture[str]
Aisle = Callable[..., int]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.tsv"
    lines = [f"u{user}\t{'abc'[user % 3]}{(user // 3 + step) % 10}" for user in range(60) for step in range(6)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_log_is_trained_on_and_evaluated(aisle: Aisle, log: Path, tmp_path: Path, capsys: Capture) -> None:
    data, lists = str(tmp_path / "data"), tmp_path / "lists.tsv"
    assert aisle("train", "--interactions", str(log), "--linear", "--data", data) == 0
    out = capsys.readouterr().out
    assert "Trained on 240 interactions of 60 users with 30 items" in out
    assert "followers" in out
    arguments = ("--interactions", str(log), "--out", str(lists), "--beside", "forerunners", "--data", data)
    assert aisle("evaluate", "recommender", *arguments, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["hr@10"]["mean"] > 0.9
    assert report["beside"]["forerunners"]["ndcg@10"]["difference"] > 0
    # The lists say the same as the report.
    answers: dict[str, list[str]] = {}
    for line in lists.read_text(encoding="utf-8").splitlines():
        user, item = line.split("\t")
        answers.setdefault(user, []).append(item)
    read = Interactions.read(log)
    hits = [read.items[read.of_user(row)[-1]] in answers[user] for row, user in enumerate(read.users)]
    assert sum(hits) / len(hits) == pytest.approx(report["hr@10"]["mean"], abs=1e-4)


def test_the_neural_model_tells_how_far_it_is(aisle: Aisle, log: Path, tmp_path: Path, capsys: Capture) -> None:
    assert aisle("train", "--interactions", str(log), "--epochs", "2", "--data", str(tmp_path / "data"), "--json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["epoch"] for line in lines if "epoch" in line] == [1, 2]
    assert "causal" in lines[-1]["weights"]
    assert not list((tmp_path / "data" / "models" / "training").iterdir())


def test_one_goes_back_to_the_ranker_before(aisle: Aisle, log: Path, tmp_path: Path, capsys: Capture) -> None:
    data = str(tmp_path / "data")
    for seed in ("1", "2"):
        assert aisle("train", "--interactions", str(log), "--linear", "--seed", seed, "--data", data) == 0
    assert aisle("train", "--roll-back", "--data", data) == 0
    assert "is in use again" in capsys.readouterr().out
    assert aisle("train", "--roll-back", "--data", data) == 1
    assert "no earlier ranker" in capsys.readouterr().err


def test_what_is_missing_is_said_in_words(aisle: Aisle, log: Path, tmp_path: Path, capsys: Capture) -> None:
    data = str(tmp_path / "data")
    assert aisle("train", "--data", data) == 1
    assert "There is no shop in" in capsys.readouterr().err
    assert aisle("train", "--items", str(log), "--data", data) == 2
    assert aisle("evaluate", "recommender", "--interactions", str(log), "--data", data) == 1
    assert "There is no ranker" in capsys.readouterr().err
    assert aisle("train", "--interactions", str(log), "--linear", "--all", "--data", data) == 0
    assert aisle("evaluate", "recommender", "--interactions", str(log), "--data", data) == 1
    assert "nothing is left to judge it on" in capsys.readouterr().err


def test_the_progress_is_written_for_tensorboard(aisle: Aisle, log: Path, tmp_path: Path, capsys: Capture) -> None:
    board, data = tmp_path / "board", str(tmp_path / "data")
    assert aisle("train", "--interactions", str(log), "--epochs", "2", "--tensorboard", str(board), "--data", data) == 0
    [file] = board.iterdir()
    written = file.read_bytes()
    assert b"Training (causal)/loss" in written
    assert b"valid NDCG@10" in written


def test_the_shop_s_own_log_is_judged_by_time(aisle: Aisle, store: Store, folder: Folder, capsys: Capture) -> None:
    goods = [Product(id=f"p{n}", title=f"Mug {n % 3}", variants=(Variant(id="v"),)) for n in range(10)]
    store.catalogue.upsert(goods)
    walk = [(user, step) for step in range(8) for user in range(40)]
    store.events.add(
        Event(kind="click", time=time, shopper=f"u{user}", product=f"p{(user + step) % 10}")
        for time, (user, step) in enumerate(walk)
    )
    assert aisle("evaluate", "recommender", "--beside", "followers", "--json", "--data", str(folder.path)) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["users"] > 20
    assert report["hr@10"]["mean"] > 0.9
    assert "followers" in report["beside"]
    assert aisle("evaluate", "recommender", "--items", "pyproject.toml", "--data", str(folder.path)) == 2


def test_a_customer_is_forgotten_at_once(aisle: Aisle, store: Store, folder: Folder, capsys: Capture) -> None:
    store.catalogue.upsert([Product(id=f"p{n}", title=f"Cup {n}", variants=(Variant(id="v"),)) for n in range(9)])
    clicks = [(f"s{n}", f"p{(n + step) % 9}", 10 * n + step) for n in range(20) for step in range(4)]
    store.events.add(Event(kind="click", time=time, product=product, shopper=who) for who, product, time in clicks)
    data = str(folder.path)
    assert aisle("train", "--linear", "--data", data) == 0
    capsys.readouterr()
    assert aisle("train", "--forget", "s3", "--data", data) == 0
    assert "4 events of s3 are out of the log" in capsys.readouterr().out
    assert aisle("train", "--forget", "s3", "--data", data) == 0
    assert "nothing to forget" in capsys.readouterr().out
    assert aisle("train", "--forget", "s4", "--json", "--data", data) == 0
    assert json.loads(capsys.readouterr().out)["events"] == 4
