"""How fast 100,000 products are indexed with the static embedder, beside what its parts would take alone."""

from __future__ import annotations

import os
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bm25 import Bm25, all_text
from benchmarks.catalogue import products
from retrieval.index import Index
from retrieval.vectors import Vectors
from shop.folder import Folder
from shop.settings import load_settings
from shop.store.store import Store


def main() -> None:
    count = int(os.environ.get("AISLE_PRODUCTS", "100000"))
    with tempfile.TemporaryDirectory() as place:
        folder = Folder.open(Path(place))
        store = Store.open(folder)
        store.catalogue.upsert(products(count))
        index = Index.open(folder, store, load_settings(data=Path(place)))
        _timed("Aisle: words, vectors, vocabulary, columns", count, index.build)
        print(f"  most memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
        segment = index._snapshot.segments[0]
        goods = list(products(count))
        _timed("bm25s alone", count, lambda: Bm25(goods))
        _timed("SQLite FTS5 alone", count, lambda: _fts([all_text(product) for product in goods], Path(place)))
        _timed("Chroma alone, given the vectors", count, lambda: _chroma(segment.ids, segment.matrix, Path(place)))
        index.close()
        store.close()


def _timed(name: str, count: int, work: Callable[[], object]) -> None:
    began, burnt = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - began, time.process_time() - burnt
    print(f"  {name:46}{wall:7.1f} s, {cpu:6.1f} s of CPU, {count / wall:10,.0f} products a second")


def _fts(texts: list[str], place: Path) -> None:
    with sqlite3.connect(place / "peer.db") as database:
        database.execute("create virtual table texts using fts5(body)")
        database.executemany("insert into texts values (?)", ((text,) for text in texts))


def _chroma(ids: object, matrix: object, place: Path) -> None:
    vectors = Vectors.create(place / "peer")
    vectors.upsert(ids, matrix)  # type: ignore[arg-type]
    vectors.close()
