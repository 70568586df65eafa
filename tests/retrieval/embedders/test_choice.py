"""An index remembers the embedder that built it; another one asks for a rebuild in plain words, and search goes on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.embedders.minilm import MiniLm
from retrieval.index import Index
from shop.errors import EmbedderError, SettingsError
from shop.folder import Folder
from shop.need import Need
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store

Serving = Callable[..., Any]


def opened(folder: Folder, store: Store, embedder: str, **search: Any) -> Index:
    return Index.open(folder, store, load_settings(data=folder.path, search={"embedder": embedder, **search}))


def built(folder: Folder, store: Store, embedder: str, **search: Any) -> Index:
    index = opened(folder, store, embedder, **search)
    index.build()
    return index


def found(index: Index, query: str) -> list[str]:
    return [candidate.product.id for candidate in index.searcher.search(Need(query=query)).candidates]


@pytest.fixture
def full(store: Store, goods: list[Product]) -> Store:
    store.catalogue.upsert(goods)
    return store


def test_a_model_in_a_folder_builds_an_index_that_opens_again(folder: Folder, full: Store, encoder: Path) -> None:
    index = built(folder, full, f"minilm:{encoder}")
    before = found(index, "red rubber boots")
    assert index.status()["embedder"].startswith("minilm-")
    index.close()
    again = opened(folder, full, f"minilm:{encoder}")
    assert again.status()["note"] is None
    assert found(again, "red rubber boots") == before
    assert before[0] == "boot-3"
    again.close()


def test_the_catalogue_is_followed_with_the_same_model(folder: Folder, full: Store, encoder: Path) -> None:
    index = built(folder, full, f"minilm:{encoder}")
    full.catalogue.upsert([Product(id="new", title="Winter Phone", variants=(Variant(id="new"),))])
    index.follow()
    assert found(index, "winter phone")[0] == "new"
    assert index._snapshot.segments[-1].matrix.shape[1] == 24
    index.close()


def test_what_the_model_has_read_once_it_does_not_read_again(
    folder: Folder, full: Store, encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = built(folder, full, f"minilm:{encoder}")
    before = dict(zip(index._snapshot.segments[0].ids, index._snapshot.segments[0].matrix, strict=True))
    full.catalogue.upsert([Product(id="new", title="Winter Phone", variants=(Variant(id="new"),))])
    read: list[str] = []
    embed = MiniLm.embed
    monkeypatch.setattr(MiniLm, "embed", lambda self, texts: read.extend(texts) or embed(self, texts))
    index.build()
    assert len(read) == 1
    assert "Winter Phone" in read[0]
    after = dict(zip(index._snapshot.segments[0].ids, index._snapshot.segments[0].matrix, strict=True))
    assert all(np.array_equal(after[id_], vector) for id_, vector in before.items())
    index.close()


def test_another_embedder_than_the_index_has_asks_for_a_rebuild(folder: Folder, full: Store, encoder: Path) -> None:
    built(folder, full, "static").close()
    index = opened(folder, full, f"minilm:{encoder}")
    note = index.status()["note"]
    assert note.startswith(f"The search index was built with the embedder static, and minilm:{encoder} is set. ")
    assert "Build it again with `aisle index`" in note
    assert found(index, "jasmine tea") == ["tea-1"]
    index.build()
    assert index.status()["note"] is None
    assert index.status()["embedder"].startswith("minilm-")
    index.close()


def test_an_index_of_a_model_that_is_not_set_any_more_is_searched_by_words(folder: Folder, full: Store, encoder: Path) -> None:
    built(folder, full, f"minilm:{encoder}").close()
    index = opened(folder, full, "static")
    assert "until then search goes by words alone" in index.status()["note"]
    assert found(index, "jasmine tea") == ["tea-1"]
    full.catalogue.upsert([Product(id="new", title="Winter Phone", variants=(Variant(id="new"),))])
    index.follow()
    assert found(index, "winter phone")[0] == "new"
    index.close()


def test_an_index_of_another_model_under_the_same_setting_is_searched_by_words(
    folder: Folder, full: Store, encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(folder, full, f"minilm:{encoder}").close()
    monkeypatch.setattr("retrieval.embedders.minilm._digest", lambda path: "other")
    index = opened(folder, full, f"minilm:{encoder}")
    assert "and the model is now minilm-other" in index.status()["note"]
    assert found(index, "jasmine tea") == ["tea-1"]
    index.close()


def test_a_model_that_is_not_there_stops_a_build_and_no_search(folder: Folder, full: Store, tmp_path: Path) -> None:
    built(folder, full, "static").close()
    index = opened(folder, full, f"minilm:{tmp_path / 'nothing'}")
    with pytest.raises(EmbedderError, match="cannot be read"):
        index.build()
    assert found(index, "jasmine tea") == ["tea-1"]
    index.close()
    assert found(opened(folder, full, "static"), "jasmine tea") == ["tea-1"]


def test_a_model_behind_an_endpoint_builds_and_answers_and_may_go_away(
    folder: Folder, full: Store, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(asked: dict[str, Any]) -> dict[str, Any]:
        rows = [[float("tea" in text.lower() or "infusion" in text), 0.1] for text in asked["input"]]
        return {"data": [{"index": n, "embedding": row} for n, row in enumerate(rows)]}

    with serving(answer) as (address, asked):
        index = built(folder, full, "openai:small", embedder_url=address)
        assert found(index, "infusion")[0] == "tea-1"  # by its meaning: no product holds the word
        assert {one["model"] for one in asked} == {"small"}
    assert found(index, "jasmine tea") == ["tea-1"]
    assert "Search goes on by words alone" in caplog.text
    full.catalogue.upsert([Product(id="new", title="Winter Phone", variants=(Variant(id="new"),))])
    index.follow()
    assert found(index, "winter phone")[0] == "new"
    index.close()


def test_an_endpoint_without_an_address_is_one_sentence(folder: Folder, full: Store) -> None:
    index = opened(folder, full, "openai:small")
    with pytest.raises(EmbedderError, match="AISLE_SEARCH__EMBEDDER_URL"):
        index.build()
    index.close()


@pytest.mark.parametrize("name", ["", "minilm:", "word2vec", "openai", "sentence-transformers"])
def test_a_name_of_no_known_kind_is_refused_in_words(name: str) -> None:
    with pytest.raises(SettingsError, match="AISLE_SEARCH__EMBEDDER"):
        load_settings(search={"embedder": name})
