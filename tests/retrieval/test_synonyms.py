from pathlib import Path

import pytest

from retrieval.index import Index
from retrieval.synonyms import Synonyms
from shop.folder import Folder
from shop.need import Need


def others(lines: list[str], text: str) -> list[tuple[str, str]]:
    return list(Synonyms(lines).find(text))


def test_phrases_with_commas_between_them_mean_each_other() -> None:
    lines = ["# furniture", "", "sofa, Couch，沙发"]
    assert others(lines, "a red couch") == [("couch", "sofa"), ("couch", "沙发")]
    assert others(lines, "真皮沙发床") == [("沙发", "sofa"), ("沙发", "Couch")]


def test_an_arrow_leads_one_way() -> None:
    assert others(["sneakers => running shoes"], "Sneakers") == [("Sneakers", "running shoes")]
    assert others(["sneakers => running shoes"], "running shoes") == []


def test_the_longest_phrase_is_taken() -> None:
    lines = ["tv => screen", "tv stand => sideboard"]
    assert others(lines, "oak tv stand") == [("tv stand", "sideboard")]


@pytest.mark.parametrize("line", ["alone", "=> nothing", "one two three four five six, seven"])
def test_a_line_that_says_nothing_is_named_and_the_others_hold(line: str) -> None:
    found = Synonyms([line, "sofa, couch"])
    assert "Line 1" in found.mistakes[0]
    assert list(found.find("couch")) == [("couch", "sofa")]


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_bytes("沙发, 椅子".encode("gb18030"))
    assert "UTF-8" in Synonyms.load(tmp_path / "synonyms.txt").mistakes[0]


def test_a_shop_that_edits_its_file_is_understood_at_the_next_look(index: Index, folder: Folder) -> None:
    def found(query: str) -> list[str]:
        return [candidate.product.id for candidate in index.searcher.search(Need(query=query)).candidates]

    assert found("wellies") == []
    (folder.path / "synonyms.txt").write_text("wellies => hiking boots\n", encoding="utf-8")
    index.follow()
    assert found("wellies")[0].startswith("boot")
    (folder.path / "synonyms.txt").unlink()
    index.follow()
    assert found("wellies") == []
