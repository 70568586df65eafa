"""Search under a price and a colour: time beside the peers, violations, and recall against looking at every row.

Sizes are 43,000 and 200,000 generated products (AISLE_SIZES="43000" takes others). The peers answer the same questions on the
same goods: Chroma with a `where` filter, bm25s alone, SQLite FTS5 with the wishes in SQL, and sentence-transformers where it
is installed. The oracle follows the rules in plain Python: one variant satisfies all wishes together; an unknown price
satisfies no limit; an unknown colour, brand or material comes after the known ones; what is not wanted is never there.
"""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.bm25 import Bm25, all_text
from benchmarks.catalogue import BRANDS, COLORS, EXTRAS, KINDS, MATERIALS, products
from retrieval.fusion import fuse, relevant
from retrieval.hits import Prepared, _pool
from retrieval.index import Index
from retrieval.reading import read
from shop.folder import Folder
from shop.money import Money
from shop.need import Need, Wish
from shop.product import Product, Variant
from shop.settings import load_settings
from shop.store.store import Store

_CASES = 500
_JUDGED = 200  # of them are set beside the oracle, which takes its time
_PEER_CASES = 60
_K = 10


def main() -> None:
    for size in map(int, os.environ.get("AISLE_SIZES", "43000 200000").split()):
        with tempfile.TemporaryDirectory() as place:
            folder = Folder.open(Path(place))
            store = Store.open(folder)
            store.catalogue.upsert(products(size))
            index = Index.open(folder, store, load_settings(data=Path(place)))
            began = time.perf_counter()
            index.build()
            print(f"{size:,} products indexed in {time.perf_counter() - began:.0f} s")
            try:
                _measure(index, size)
                _peers(index, size, Path(place))
            finally:
                index.close()
                store.close()


def _measure(index: Index, size: int) -> None:
    chance = random.Random(11)
    needs = [_need(chance) for _ in range(_CASES)]
    warm = random.Random(1)
    for _ in range(20):
        index.searcher.search(_need(warm), k=_K)
    answers = []
    _timed("Aisle", needs, lambda need: answers.append(index.searcher.search(need, k=_K)))
    goods = {product.id: product for product in products(size)}
    violations, recalls = 0, []
    for number, (need, found) in enumerate(zip(needs, answers, strict=True)):
        if found.relaxed:
            continue
        violations += sum(_unstated(goods[c.product.id], c.variant, need) is None for c in found.candidates)
        if number < _JUDGED:
            ids = [candidate.product.id for candidate in found.candidates]
            best = _oracle(index, goods, need)
            recalls.append(len(set(best) & set(ids)) / len(best) if best else float(not ids))
    print(f"  violations {violations} in {len(needs)} needs; recall@10 of the oracle {np.mean(recalls):.4f}")
    print(f"  dense leg: recall@10 of brute force {_dense_recall(index, needs):.4f}; routes {index.status()['routes']}")


def _timed(name: str, needs: list[Need], search: Callable[[Need], object]) -> None:
    wall, cpu = [], []
    for need in needs:
        began, burnt = time.perf_counter(), time.process_time()
        search(need)
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - burnt))
    p95 = f"p95 {np.percentile(wall, 95):7.1f}"
    print(f"  {name:34} ms: median {np.median(wall):7.1f}, {p95}; CPU p95 {np.percentile(cpu, 95):7.1f}")


def _dense_recall(index: Index, needs: list[Need]) -> float:
    # Narrow masks are compared exactly; wide ones (a price alone) are where Chroma is asked.
    snapshot = index._snapshot
    segment = snapshot.segments[0]
    recalls = []
    for need in needs[:_JUDGED]:
        wide = Need(query=need.query, price_max=need.price_max)
        question = read(snapshot, wide.query)
        mask = segment.products(Prepared.all(snapshot, wide, question)[0].checks.allowed())
        cosine = np.where(mask, segment.matrix @ question.vector, -1)
        rows, said, _ = _pool(snapshot, 0, mask, np.zeros(len(segment.ids), np.float32), question, 100)
        near = rows[np.argsort(-said[rows])[:_K]]
        least = np.sort(cosine)[-_K]
        ours = np.sort(cosine[near])[-_K:]
        recalls.append(float((ours >= least - 1e-6).mean()))  # equal cosines are equally right
    return float(np.mean(recalls)) if recalls else 1.0


def _peers(index: Index, size: int, place: Path) -> None:
    chance = random.Random(12)
    needs = [_need(chance) for _ in range(_PEER_CASES)]
    goods = list(products(size))
    bm25 = Bm25(goods)
    _timed("bm25s alone, no filter", needs, lambda need: bm25.search(need.query, _K))
    _timed("SQLite FTS5, wishes in SQL", needs, _fts(goods, place))
    _timed("Chroma, `where` filter", needs[:20], _chroma(index, goods, place))
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        print("  sentence-transformers is not installed, so MiniLM is not beside")
        return
    model = SentenceTransformer("all-MiniLM-L6-v2")
    _timed("MiniLM, embedding the words alone", needs, lambda need: model.encode(need.query))


def _fts(goods: list[Product], place: Path) -> Callable[[Need], object]:
    database = sqlite3.connect(place / "peer.db")
    database.execute("create virtual table texts using fts5(body)")
    database.execute("create table variants (product integer, price integer, color text)")
    database.executemany("insert into texts (rowid, body) values (?, ?)", ((n, all_text(p)) for n, p in enumerate(goods)))
    database.executemany(
        "insert into variants values (?, ?, ?)",
        (
            (number, variant.price.minor if variant.price else None, variant.options.get("color"))
            for number, product in enumerate(goods)
            for variant in product.variants
        ),
    )
    database.execute("create index by_product on variants (product)")

    def search(need: Need) -> object:
        words = " OR ".join(need.query.split())
        return database.execute(
            "select rowid from texts where body match ? and exists (select 1 from variants where product = texts.rowid "
            "and price <= ? and color = ?) order by bm25(texts) limit ?",
            (words, need.price_max.minor if need.price_max else 10**12, need.must[0].values[0], _K),
        ).fetchall()

    return search


def _chroma(index: Index, goods: list[Product], place: Path) -> Callable[[Need], object]:
    import chromadb

    client = chromadb.PersistentClient(str(place / "peer"), chromadb.Settings(anonymized_telemetry=False))
    collection = client.create_collection("peer", metadata={"hnsw:space": "cosine"})
    snapshot = index._snapshot
    segment = snapshot.segments[0]
    for start in range(0, len(goods), 5000):
        part = goods[start : start + 5000]
        cheapest = [min((v.price.minor for v in p.variants if v.price), default=10**9) for p in part]
        colors = [p.variants[0].options.get("color", "") for p in part]
        collection.add(
            ids=[p.id for p in part],
            embeddings=segment.matrix[segment.rows_of([p.id for p in part])],
            metadatas=[{"price": price, "color": color} for price, color in zip(cheapest, colors, strict=True)],
        )

    def search(need: Need) -> object:
        limit = need.price_max.minor if need.price_max else 10**12
        where = {"$and": [{"price": {"$lte": limit}}, {"color": need.must[0].values[0]}]}
        vector = read(snapshot, need.query).vector
        return collection.query(query_embeddings=[vector], n_results=_K, where=where)

    return search


def _need(chance: random.Random) -> Need:
    kind = chance.choice(chance.choice(list(KINDS.values())))
    low = chance.choice((None, None, 1000, 3000))
    return Need(
        query=f"{chance.choice(EXTRAS)} {kind}",
        price_max=Money(minor=chance.choice((2500, 5000, 10000, 30000)), currency="USD"),
        price_min=Money(minor=low, currency="USD") if low else None,
        brand=tuple(chance.sample(BRANDS, 8)) if chance.random() < 0.3 else (),
        must=(Wish(attribute="color", values=(chance.choice(COLORS),)),)
        + ((Wish(attribute="material", values=(chance.choice(MATERIALS),)),) if chance.random() < 0.3 else ()),
        must_not=(Wish(attribute="material", values=(chance.choice(MATERIALS),)),) if chance.random() < 0.3 else (),
        in_stock=True if chance.random() < 0.5 else None,
    )


def _unstated(product: Product, variant: Variant, need: Need) -> int | None:
    """What the shop leaves open for that variant: 2 a wish, 1 for its stock; None when it breaks a wish."""
    assert need.price_max
    if variant.price is None or variant.price.minor > need.price_max.minor:
        return None
    if need.price_min and variant.price.minor < need.price_min.minor:
        return None
    open_ = 0
    if need.in_stock:
        if variant.stock == 0:
            return None
        open_ += variant.stock is None
    if need.brand and product.brand not in need.brand:
        if product.brand:
            return None
        open_ += 2
    for wish in need.must:
        stated = _stated(product, variant, wish.attribute)
        if stated and stated not in wish.values:
            return None
        open_ += 2 * (not stated)
    if any(_stated(product, variant, wish.attribute) in wish.values for wish in need.must_not):
        return None
    return open_


def _stated(product: Product, variant: Variant, attribute: str) -> str | None:
    if attribute == "color":
        return variant.options.get("color")
    return next(iter(product.attributes.get(attribute, ())), None)


def _oracle(index: Index, goods: dict[str, Product], need: Need) -> list[str]:
    snapshot = index._snapshot
    segment = snapshot.segments[0]
    question = read(snapshot, need.query)
    prepared = Prepared.all(snapshot, need, question)[0]
    cosine = segment.matrix @ question.vector
    score = fuse(prepared.lexical, cosine, prepared.gained, question.worth)
    allowed = prepared.checks.allowed()
    rows = np.flatnonzero(segment.products(allowed))
    score[rows] += prepared.signals.worth(
        segment.columns, rows, segment.best_variants(rows, allowed, prepared.checks.unstated())
    )
    fits = []
    for row in np.flatnonzero(relevant(prepared.lexical, cosine, prepared.least, question.near)).tolist():
        product = goods[segment.ids[row]]
        stated = [open_ for variant in product.variants if (open_ := _unstated(product, variant, need)) is not None]
        if stated:
            fits.append((min(stated), -float(score[row]), row))
    return [segment.ids[row] for _, _, row in sorted(fits)[:_K]]
