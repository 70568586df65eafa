"""A past of a million events through `aisle import`: events a second, and memory."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from pathlib import Path

from shop.folder import Folder
from shop.importing import import_files
from shop.product import Product, Variant
from shop.store.store import Store

_EVENTS, _VISITORS, _PRODUCTS = 1_000_000, 50_000, 5_000


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        store = Store.open(Folder.open(Path(place)))
        store.catalogue.upsert(Product(id=f"p{n}", title=f"Product {n}", variants=(Variant(id="v"),)) for n in range(_PRODUCTS))
        file = Path(place) / "past.csv"
        _write(file)
        for name in ("first", "again"):
            began, burnt = time.perf_counter(), time.process_time()
            [done] = import_files(store, [file])
            seconds, cpu = time.perf_counter() - began, time.process_time() - burnt
            print(f"  {name:5} {done.stored:,} events in {seconds:.0f} s: {done.stored / seconds:,.0f}/s, {cpu:.0f} s of CPU")
        print(f"  {store.events.count():,} in the log; highest memory {_memory():.2f} GB")
        store.close()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _write(file: Path) -> None:
    chance = random.Random(7)
    with file.open("w", encoding="utf-8") as out:
        out.write("user_id,product_id,event_type,timestamp\n")
        for number in range(_EVENTS):
            who, what = chance.randrange(_VISITORS), chance.randrange(_PRODUCTS)
            out.write(f"u{who},p{what},{chance.choice(('view', 'click', 'cart', 'buy'))},{1_700_000_000 + number}\n")
