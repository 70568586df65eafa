"""The training reads two languages of one taxonomy; two names of one thing end up near each other."""

from pathlib import Path

import pytest

from retrieval import bilingual_training
from retrieval.bilingual import Bilingual

NAMES = [("Tent", "帐篷"), ("Sofa", "沙发"), ("Guitar", "吉他"), ("Ring", "戒指"), ("Oven", "烤箱"), ("Watch", "手表")]


@pytest.fixture
def taxonomy(tmp_path: Path) -> Path:
    for language, side in (("en", 0), ("zh-CN", 1)):
        folder = tmp_path / language
        folder.mkdir()
        for file in ("categories.txt", "attributes.txt", "attribute_values.txt"):
            extra = " [Kind]" if file == "attribute_values.txt" else ""
            lines = [f"gid://some/{file}/{n} : Goods > {names[side]}{extra}" for n, names in enumerate(NAMES)]
            pairs = [
                f"gid://some/{file}/{n}-{m} : {a[side]} {b[side]}" for n, a in enumerate(NAMES) for m, b in enumerate(NAMES)
            ]
            (folder / file).write_text("\n".join(["# a comment : with a colon", *lines, *pairs]), encoding="utf-8")
    return tmp_path


def test_names_of_one_thing_find_each_other(
    taxonomy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bilingual_training, "FILE", tmp_path / "learned.npz")
    monkeypatch.setattr(bilingual_training, "_ROUNDS", 200)
    bilingual_training.main(taxonomy, held_out=False)
    learned = Bilingual.load(tmp_path / "learned.npz")
    chinese = {name for _, name in NAMES}
    assert [next(learned.partners(english.lower(), chinese)).token for english, _ in NAMES] == [name for _, name in NAMES]
    assert "pairs of names" in capsys.readouterr().out


def test_names_that_are_kept_apart_are_reported_and_nothing_is_written(
    taxonomy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bilingual_training, "FILE", tmp_path / "learned.npz")
    bilingual_training.main(taxonomy, held_out=True)
    assert "kept apart" in capsys.readouterr().out
    assert not (tmp_path / "learned.npz").exists()
