"""Vectors on a real Chroma server: one process builds, others search there, and nothing of a killed build stays."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from retrieval import version as versions
from retrieval.index import Index
from retrieval.vector_place import VectorPlace
from shop.folder import Folder
from shop.need import Need
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store

PATIENCE = 60.0  # seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    place = tmp_path_factory.mktemp("chroma")
    command = [
        str(Path(sys.executable).parent / "chroma"),
        "run",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--path",
        str(place),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + PATIENCE
        while not _up(url):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/v2/heartbeat", trust_env=False).is_success
    except httpx.TransportError:
        return False


def opened(folder: Folder, store: Store, server: str, *, own: bool = True) -> Index:
    return Index.open(folder, store, load_settings(data=folder.path, chroma_url=server), own=own)


def found(index: Index, query: str) -> list[str]:
    return [candidate.product.id for candidate in index.searcher.search(Need(query=query)).candidates]


def collections(folder: Folder, server: str) -> set[str]:
    """Those of this index."""
    base = f"{server}/api/v2/tenants/default_tenant/databases/default_database/collections"
    names = {item["name"] for item in httpx.get(base, trust_env=False).json()}
    return {name for name in names if (folder.index / "ID").read_text() in name}


@pytest.fixture
def full(store: Store, goods: list[Product]) -> Store:
    store.catalogue.upsert(goods)
    return store


def test_a_reader_searches_on_the_server_what_the_owner_built(folder: Folder, full: Store, server: str) -> None:
    owner = opened(folder, full, server)
    owner.build()
    reader = opened(folder, full, server, own=False)
    assert reader.status()["note"] is None
    assert reader._snapshot.vectors is not None
    assert found(reader, "jasmine tea") == found(owner, "jasmine tea") == ["tea-1"]
    owner.build()
    assert found(reader, "jasmine tea") == ["tea-1"]  # the vectors it looked at are gone a moment ago
    reader.follow()
    assert reader._snapshot.vectors is not None
    assert found(reader, "jasmine tea") == ["tea-1"]
    reader.close()
    owner.close()


def test_the_reader_takes_over_and_builds(folder: Folder, full: Store, server: str) -> None:
    owner = opened(folder, full, server)
    owner.build()
    reader = opened(folder, full, server, own=False)
    owner.close()
    reader.take_over()
    full.catalogue.upsert([Product(id="tent-1", title="Family Tent", variants=(Variant(id="t"),))])
    reader.follow()
    reader.build()
    assert reader.owned
    assert found(reader, "tent") == ["tent-1"]
    assert len(collections(folder, server)) == 1
    reader.close()


def test_what_a_killed_build_left_on_the_server_goes_and_others_collections_stay(
    folder: Folder, full: Store, server: str, tmp_path: Path
) -> None:
    owner = opened(folder, full, server)
    owner.build()
    owner.close()
    place = VectorPlace(folder.index, server)
    place.create("v-killed").close()
    other = Folder.open(tmp_path / "other")
    VectorPlace(other.index, server).create("v-1").close()
    assert len(collections(folder, server)) == 2
    again = opened(folder, full, server)
    kept = versions.current(folder.index) or "?"
    assert [name.endswith(kept) for name in collections(folder, server)] == [True]
    assert len(collections(other, server)) == 1
    assert found(again, "jasmine tea") == ["tea-1"]
    again.close()


def test_a_server_that_is_away_costs_no_answer(folder: Folder, full: Store, server: str) -> None:
    owner = opened(folder, full, server)
    owner.build()
    owner.close()
    alone = opened(folder, full, "http://127.0.0.1:9")
    assert "cannot be opened" in (alone.status()["note"] or "")
    assert found(alone, "jasmine tea") == ["tea-1"]
    alone.close()


def test_an_embedded_reader_opens_the_vectors_when_it_takes_over(index: Index, folder: Folder, store: Store) -> None:
    reader = Index.open(folder, store, load_settings(data=folder.path), own=False)
    assert reader._snapshot.vectors is None
    index.close()
    reader.take_over()
    assert reader._snapshot.vectors is not None
    assert reader.status()["note"] is None
    reader.build()
    assert found(reader, "jasmine tea") == ["tea-1"]
    reader.close()


def test_a_reader_of_nothing_builds_when_it_takes_over(folder: Folder, full: Store) -> None:
    reader = Index.open(folder, full, load_settings(data=folder.path), own=False)
    reader.take_over()
    reader.follow()
    assert found(reader, "jasmine tea") == ["tea-1"]
    assert versions.current(folder.index) is not None
    reader.close()
