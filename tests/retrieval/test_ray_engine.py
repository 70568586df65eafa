"""The workers are real: Ray runs in processes of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from retrieval import version as versions
from retrieval.embedders.choice import Embedders
from retrieval.gathering import Gathering
from retrieval.index import Index
from retrieval.vectors import Vectors
from retrieval.version import Version
from shop.folder import Folder
from shop.need import Need
from shop.product import Product
from shop.settings import load_settings
from shop.store.store import Store

ROOT = Path(__file__).parents[2]
RUN = "from ui.cli import main; main()"
WITHOUT_RAY = "import sys; sys.modules['ray'] = None\n"


@pytest.fixture
def many(goods: list[Product], folder: Folder, store: Store) -> Store:
    """Enough products for several tasks, no two with the same words."""
    store.catalogue.upsert(
        product.model_copy(update={"id": f"{product.id}-{number}", "title": f"{product.title} no{number}"})
        for number in range(200)
        for product in goods
    )
    return store


def aisle(*arguments: str | Path, before: str = "") -> "subprocess.CompletedProcess[str]":
    path = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    command = [sys.executable, "-c", before + RUN, *map(str, arguments)]
    return subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=200
    )


def built(folder: Folder) -> tuple[Version, np.ndarray]:
    name = versions.current(folder.index)
    assert name
    embedders = Embedders(load_settings(data=folder.path), folder.models)
    found = Version.load(folder.index, name, embedders)
    vectors = Vectors.open(folder.index / name / "chroma")
    rows = vectors.get(found.ids)
    vectors.close()
    return found, rows


def answers(folder: Folder, store: Store, queries: Sequence[str]) -> list[list[str]]:
    index = Index.open(folder, store, load_settings(data=folder.path))
    found = [[item.product.id for item in index.searcher.search(Need(query=query)).candidates] for query in queries]
    index.close()
    return found


@pytest.mark.skipif(find_spec("ray") is None, reason='Ray is missing: pip install "aisle[ray]"')
def test_two_ray_workers_make_the_index_that_this_process_makes(folder: Folder, many: Store) -> None:
    queries = ["red rubber boots", "jasmine tea", "电热水壶", "cordless phone no17"]
    assert aisle("index", "--data", folder.path).returncode == 0
    (local, local_vectors), local_answers = built(folder), answers(folder, many, queries)

    done = aisle("index", "--engine", "ray", "--data", folder.path, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["indexed"] == len(local.ids)
    spread, spread_vectors = built(folder)

    assert spread.name != local.name
    assert (spread.ids, spread.seq, spread.statistics) == (local.ids, local.seq, local.statistics)
    for token in local.statistics.frequency:
        assert spread.lexical.holding(token).tolist() == local.lexical.holding(token).tolist()
        np.testing.assert_array_equal(spread.lexical.scores({token: 1.0}), local.lexical.scores({token: 1.0}))
    np.testing.assert_allclose(spread_vectors, local_vectors, atol=1e-5)
    assert answers(folder, many, queries) == local_answers
    assert spread.vocabulary.__dict__ == local.vocabulary.__dict__


def test_gathering_in_parts_is_gathering_at_once(goods: list[Product]) -> None:
    whole, parts = Gathering(), Gathering()
    whole.add(goods)
    for product in goods:
        one = Gathering()
        one.add([product])
        parts.extend(one)
    statistics = whole.postings.statistics()
    assert (parts.ids, parts.summaries, parts.postings.statistics()) == (whole.ids, whole.summaries, statistics)
    assert parts.learning.found() == whole.learning.found()
    again, once = parts.postings.weighed(statistics), whole.postings.weighed(statistics)
    for token in statistics.frequency:
        np.testing.assert_array_equal(again.scores({token: 1.0}), once.scores({token: 1.0}))


def test_without_ray_one_sentence_says_how_to_get_it(index: Index, folder: Folder) -> None:
    index.close()
    done = aisle("index", "--engine", "ray", "--data", folder.path, before=WITHOUT_RAY)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'aisle: The engine "ray" is not installed; install it with: pip install "aisle[ray]"\n'


def test_an_address_without_the_engine_is_wrong_usage(index: Index, folder: Folder) -> None:
    index.close()
    assert aisle("index", "--address", "127.0.0.1:6379", "--data", folder.path).returncode == 2


@pytest.mark.skipif(find_spec("ray") is None, reason='Ray is missing: pip install "aisle[ray]"')
def test_a_cluster_that_is_not_there_is_named_in_a_sentence(index: Index, folder: Folder) -> None:
    index.close()
    done = aisle("index", "--engine", "ray", "--address", "127.0.0.1:1", "--data", folder.path)
    assert done.returncode == 1
    assert done.stderr.startswith("aisle: The Ray cluster at 127.0.0.1:1 cannot be joined: ")
    assert "Traceback" not in done.stderr
