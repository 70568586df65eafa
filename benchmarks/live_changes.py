"""How long the index takes to take in 1, 100 and 10,000 changes, beside the former way, which made everything changed anew.

Sizes are 43,000 and 200,000 generated products (AISLE_SIZES="43000" takes others). Prices are changes that leave the words as
they were; upserts are new goods. The former way made one segment out of all products that had changed since the build.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path

from benchmarks.catalogue import products
from benchmarks.report import figure
from retrieval.document import document
from retrieval.following import taken_in
from retrieval.index import Index
from retrieval.segment import Segment
from shop.folder import Folder
from shop.money import Money
from shop.product import Product
from shop.settings import load_settings
from shop.store.store import Store

COUNTS = (1, 100, 10_000)
_LIVE = 2.0  # seconds from a change to where it is seen


def main() -> None:
    for size in map(int, os.environ.get("AISLE_SIZES", "43000 200000").split()):
        with tempfile.TemporaryDirectory() as place:
            folder = Folder.open(Path(place))
            store = Store.open(folder)
            store.catalogue.upsert(products(size))
            index = Index.open(folder, store, load_settings(data=Path(place)))
            index.build()
            print(f"{size:,} products")
            try:
                _measure(index, store, size)
            finally:
                index.close()
                store.close()


def _measure(index: Index, store: Store, size: int) -> None:
    chance = random.Random(3)
    ids = index._snapshot.segments[0].ids
    changed: set[str] = set()  # since the build
    for count in COUNTS:
        goods = [_repriced(product, chance) for product in store.catalogue.get_many(chance.sample(list(ids), count))]
        _timed(index, store, f"{count:,} price changes", goods, changed)
    more = list(products(size + sum(COUNTS), seed=9))[size:]
    for count in COUNTS:
        goods, more = more[:count], more[count:]
        _timed(index, store, f"{count:,} new products", goods, changed)


def _timed(index: Index, store: Store, name: str, goods: list[Product], changed: set[str]) -> None:
    store.catalogue.upsert(goods)
    ids = [product.id for product in goods]
    now = index._snapshot
    began = time.perf_counter()
    _former(index, set(ids), changed)
    former = time.perf_counter() - began
    began = time.perf_counter()
    made = taken_in(now, ids, index._catalogue)
    figure(name, time.perf_counter() - began, _LIVE, "s", f"the former way {former:.2f} s")
    assert made is not None
    index._seq, index._snapshot = store.catalogue.seq(), made


def _former(index: Index, new: set[str], changed: set[str]) -> None:
    now = index._snapshot
    changed |= new
    dead = [id_ in changed for id_ in now.segments[0].ids]
    goods = index._catalogue.get_many(list(changed))
    statistics = now.statistics.plus(document(product) for product in goods if product.id in new)
    Segment.of(goods, statistics, now.embedder, now.vocabulary.evidence)
    assert any(dead) or new


def _repriced(product: Product, chance: random.Random) -> Product:
    price = Money(minor=chance.randint(100, 90_000), currency="USD")
    return product.model_copy(
        update={
            "variants": tuple(v.model_copy(update={"price": price, "stock": chance.randint(0, 9)}) for v in product.variants)
        }
    )
