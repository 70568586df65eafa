"""How long a shop takes to open, beside making the columns of its filters from the catalogue each time.

AISLE_OPENING is the sizes to try, with commas between them (default 5,000 and 43,000 products).
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.catalogue import products
from retrieval.columns import Columns
from retrieval.index import Index
from shop.folder import Folder
from shop.settings import load_settings
from shop.store.store import Store

T = TypeVar("T")


def main() -> None:
    print(f"{'products':>10}{'opening':>12}{'columns from the catalogue':>30}   seconds, of CPU time")
    for size in map(int, os.environ.get("AISLE_OPENING", "5000,43000").split(",")):
        with tempfile.TemporaryDirectory() as place:
            folder = Folder.open(Path(place))
            store = Store.open(folder)
            try:
                _measure(size, folder, store)
            finally:
                store.close()


def _measure(size: int, folder: Folder, store: Store) -> None:
    store.catalogue.upsert(products(size))
    settings = load_settings(data=folder.path)
    index = Index.open(folder, store, settings)
    index.build()
    evidence = index.searcher.vocabulary.evidence
    index.close()
    index, opening = _timed(lambda: Index.open(folder, store, settings))
    index.close()
    goods = (product for batch in store.catalogue.iterate() for product in batch)
    _, made = _timed(lambda: Columns.of(goods, evidence))
    print(f"{size:>10,}{opening:>12.2f}{made:>30.2f}")


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    return work(), time.process_time() - started
