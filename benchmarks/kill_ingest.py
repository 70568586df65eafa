"""kill -9 at random moments of an ingest: after each the shop opens cleanly, whole, and a new import finishes.

`aisle import` runs in a process of its own and is killed while it stores goods or builds the index. Every round's file has
new goods, and new prices for all; in every other round new titles as well, so that the index is built again. A title, its
prices and its number of variants name the round they come from, so what is half of one round and half of another is seen.
AISLE_KILLS (50) and AISLE_PRODUCTS (1500) take others.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.index import Index
from shop.folder import Folder
from shop.importing import import_files
from shop.need import Need
from shop.product import Product
from shop.settings import load_settings
from shop.store.store import Store

KILLS = int(os.environ.get("AISLE_KILLS", "50"))
PRODUCTS = int(os.environ.get("AISLE_PRODUCTS", "1500"))
_NEW = 20  # products a round
_SEARCHED = 15
_LOOKED = 5  # rounds: each ends with a new import, and after every fifth of those the whole shop is looked through again
_EARLIEST = 0.2  # of an ingest: before it, the command has only begun
_COLORS = ("Red", "Green", "Blue")
_ENV = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@dataclass
class Tally:
    """What was seen so far: kills that hit, clean restarts among them, and what was wrong with the others."""

    kills: int = 0
    clean: int = 0
    storing: int = 0
    problems: list[str] = field(default_factory=list)


def main() -> None:
    chance = random.Random(17)
    tally = Tally()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        full = max(_ingest(data, _file(Path(place), number)) for number in (0, 1, 2))
        number = 2
        while tally.kills < KILLS and number < 2 * KILLS + 3:
            number += 1
            file = _file(Path(place), number)
            if _killed(data, file, chance.uniform(_EARLIEST * full, full)):
                _judge(tally, data, file, number, chance)
            else:
                _redo(data, file)
        print(f"  one ingest of {PRODUCTS:,} products takes {full:.1f} s; {tally.storing} kills left it half stored")
    for problem in tally.problems:
        print(f"  {problem}")
    verdict = "met" if tally.clean == tally.kills == KILLS else "MISSED"
    print(f"clean restarts          {tally.clean}/{tally.kills} after kill -9, target {KILLS}/{KILLS} {verdict}")
    print(f"  {time.perf_counter() - began:.0f} s in all")


def _judge(tally: Tally, data: Path, file: Path, number: int, chance: random.Random) -> None:
    tally.kills += 1
    try:
        found, half = _problems(data, number, chance)
        tally.storing += half
        _redo(data, file)
        if tally.kills % _LOOKED == 0 or found:
            after, half = _problems(data, number, chance)
            found += [f"after a new import: {problem}" for problem in after]
            found += ["after a new import: goods are of the round before"] if half else []
    except Exception as error:  # whatever it is, it is what the benchmark looks for
        found = [f"{type(error).__name__}: {error}"]
    tally.clean += not found
    tally.problems += [f"round {number}: {problem}" for problem in found[:3]]


# The goods of a round


def _count(number: int) -> int:
    return PRODUCTS + _NEW * number


def _variants(product: int) -> int:
    return 1 + product % 3


def _title(product: int, number: int) -> str:
    # Titles change in every other round.
    return f"Teapot piece{product}x of edition{number // 2}x"


def _price(product: int, number: int) -> int:
    return 1000 * (number + 1) + product % 900


def _file(place: Path, number: int) -> Path:
    path = place / f"goods-{number % 2}.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["id", "item_group_id", "title", "price", "color", "category"])
        for product in range(_count(number)):
            for place_, color in zip(range(_variants(product)), _COLORS, strict=False):
                cents = _price(product, number)
                price = f"{cents // 100}.{cents % 100:02} USD"
                rows.writerow([f"p{product}-{place_}", f"p{product}", _title(product, number), price, color, "Kitchen"])
    return path


# Ingesting


def _command(data: Path, file: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from ui.cli import main; main()", "import", str(file), "--data", str(data)]
    return subprocess.Popen(command, env=_ENV, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _ingest(data: Path, file: Path) -> float:
    began = time.perf_counter()
    process = _command(data, file)
    _, said = process.communicate(timeout=300)
    if process.returncode:
        sys.exit(f"aisle import failed: {said.decode().strip()}")
    return time.perf_counter() - began


def _killed(data: Path, file: Path, delay: float) -> bool:
    """Kill an ingest after that many seconds; False when it had ended by then."""
    process = _command(data, file)
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return process.returncode == -9


def _redo(data: Path, file: Path) -> None:
    """Import the file again, to its end."""
    folder = Folder.open(data)
    store = Store.open(folder)
    try:
        with folder.own():
            import_files(store, [file])
            index = Index.open(folder, store, load_settings(data=data))
            index.follow()
            index.close()
    finally:
        store.close()


# What must hold afterwards


def _problems(data: Path, number: int, chance: random.Random) -> tuple[list[str], bool]:
    """What is wrong in the shop as it opens, and whether some goods are still those of the round before."""
    folder = Folder.open(data)
    store = Store.open(folder)
    try:
        with folder.own():
            goods = {product.id: product for batch in store.catalogue.iterate() for product in batch}
            index = Index.open(folder, store, load_settings(data=data))
            try:
                index.follow()
                found = [*_torn(goods, number), *_astray(index, goods), *_unfindable(index, goods, chance)]
            finally:
                index.close()
            left = sorted(path.name for path in folder.index.glob("*"))
            if len(left) != 2:
                found.append(f"the index folder holds {', '.join(left)}")
            found += (
                [] if store.catalogue.count().variants == sum(len(p.variants) for p in goods.values()) else ["stray variants"]
            )
    finally:
        store.close()
    return found, any(_round(product) != number for product in goods.values()) or len(goods) < _count(number)


def _round(product: Product) -> int:
    price = product.variants[0].price
    return (price.minor // 1000 - 1) if price else -1


def _torn(goods: dict[str, Product], number: int) -> Iterator[str]:
    if len(goods) < _count(number - 1):
        yield f"{_count(number - 1) - len(goods)} products that were stored are gone"
    for id_, product in goods.items():
        place, its = int(id_[1:]), _round(product)
        prices = {variant.price.minor if variant.price else None for variant in product.variants}
        whole = len(product.variants) == _variants(place) and prices == {_price(place, its)}
        if its not in (number, number - 1) or not whole or product.title != _title(place, its):
            yield f"{id_} is torn: {product.title}, {len(product.variants)} variants, prices {prices}"
            return


def _astray(index: Index, goods: dict[str, Product]) -> Iterator[str]:
    status = index.status()
    if status["note"] or status["behind"] or status["indexed"] != len(goods):
        yield f"{status['indexed']} of {len(goods)} products indexed, {status['behind']} behind: {status['note']}"
    segments = index._snapshot.segments
    living = [id_ for segment in segments for id_, alive in zip(segment.ids, segment.alive, strict=True) if alive]
    if len(living) != len(set(living)) or set(living) != goods.keys():
        yield "search and catalogue do not hold the same products"
    if index._snapshot.vectors is None or index._snapshot.vectors.count() != len(segments[0].ids):
        yield "vectors are missing"


def _unfindable(index: Index, goods: dict[str, Product], chance: random.Random) -> Iterator[str]:
    for product in chance.sample(list(goods.values()), _SEARCHED):
        price = product.variants[0].price
        answer = index.searcher.search(Need(query=product.title, price_min=price, price_max=price), k=3)
        ids = [candidate.product.id for candidate in answer.candidates]
        if answer.relaxed or not ids or ids[0] != product.id:
            yield f"{product.id} is not found by its title and price; found {ids}"
    hits = index.searcher.search(Need(query="teapot"), k=50).candidates
    if len(hits) != 50 or any(hit.product != goods[hit.product.id] for hit in hits):
        yield "a search hit is not what the catalogue holds"
