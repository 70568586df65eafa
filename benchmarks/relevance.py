"""NDCG@10 and MRR@10 of `aisle search` on judged queries, beside a plain BM25 in the same run.

The judged sets are not part of the project: AISLE_SHARED_DATA names the folder that holds walmart_amazon, abt_buy, taobao_zh.
BM25 is bm25s over all of a product's text: words for English, characters and pairs for Chinese.
"""

from __future__ import annotations

import math
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from retrieval.evaluation.files import read_queries
from retrieval.index import Index
from retrieval.search import Searcher
from shop.folder import Folder
from shop.importing import import_files
from shop.need import Need
from shop.product import Product
from shop.settings import load_settings
from shop.store.store import Store

SETS = {"walmart_amazon": "catalogue.jsonl", "abt_buy": "catalogue.jsonl", "taobao_zh": "corpus.tsv"}
Judgements = dict[str, dict[str, int]]


def main() -> None:
    root = Path(os.environ.get("AISLE_SHARED_DATA", "../shared/data"))
    if not root.is_dir():
        sys.exit("The judged sets are not here; name their folder in AISLE_SHARED_DATA.")
    print(f"{'set':16}{'queries':>8}{'NDCG@10':>10}{'BM25':>8}{'MRR@10':>10}{'BM25':>8}")
    for name, file in SETS.items():
        judged = _judgements(root / name / "qrels.tsv")
        asked = [(id_, text) for id_, text in _queries(root / name) if id_ in judged]
        with tempfile.TemporaryDirectory() as place:
            ours, theirs = _answers(Path(place), root / name / file, asked)
        row = [_mean(measure, answers, judged) for measure in (_ndcg, _mrr) for answers in (ours, theirs)]
        print(f"{name:16}{len(asked):>8}{row[0]:>10.4f}{row[1]:>8.4f}{row[2]:>10.4f}{row[3]:>8.4f}")


def _answers(place: Path, file: Path, asked: list[tuple[str, str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    folder = Folder.open(place)
    store = Store.open(folder)
    if file.name == "corpus.tsv":
        rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
        store.catalogue.upsert(
            Product.model_validate({"id": row[0], "title": row[1], "language": "zh", "variants": [{"id": row[0]}]})
            for row in rows
        )
    else:
        import_files(store, [file])
    index = Index.open(folder, store, load_settings(data=place))
    index.build()
    products = [product for batch in store.catalogue.iterate() for product in batch]
    try:
        return {id_: _found(index.searcher, text) for id_, text in asked}, _bm25(products, asked)
    finally:
        index.close()
        store.close()


def _found(searcher: Searcher, text: str) -> list[str]:
    return [candidate.product.id for candidate in searcher.search(Need(query=text), k=10).candidates]


def _bm25(products: list[Product], asked: list[tuple[str, str]]) -> dict[str, list[str]]:
    import bm25s

    texts = [_all_text(product) for product in products]
    vocabulary: dict[str, int] = {}
    rows = [[vocabulary.setdefault(token, len(vocabulary)) for token in _plain(text)] for text in texts]
    model = bm25s.BM25()
    model.index((rows, vocabulary), show_progress=False)
    answers = {}
    for id_, text in asked:
        known = [vocabulary[token] for token in _plain(text) if token in vocabulary]
        scores = model.get_scores_from_ids(known) if known else []
        order = sorted(range(len(scores)), key=lambda row: -scores[row])[:10]
        answers[id_] = [products[row].id for row in order]
    return answers


def _all_text(product: Product) -> str:
    values = [value for named in product.attributes.values() for value in named]
    return " ".join((product.title, product.description, product.brand or "", *product.category, *values))


def _plain(text: str) -> Iterator[str]:
    for run in re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]+", text.lower()):
        if run.isascii():
            yield run
        else:
            yield from run
            yield from (run[place : place + 2] for place in range(len(run) - 1))


def _queries(folder: Path) -> Iterator[tuple[str, str]]:
    return read_queries(next(path for path in (folder / "queries.jsonl", folder / "queries.tsv") if path.exists()))


def _judgements(path: Path) -> Judgements:
    judged: Judgements = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        judged.setdefault(query, {})[document] = int(grade)
    return judged


def _ndcg(answer: list[str], judged: dict[str, int]) -> float:
    gain = sum((2 ** judged.get(id_, 0) - 1) / math.log2(place + 2) for place, id_ in enumerate(answer))
    ideal = sorted(judged.values(), reverse=True)[:10]
    return gain / sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ideal))


def _mrr(answer: list[str], judged: dict[str, int]) -> float:
    return next((1 / (place + 1) for place, id_ in enumerate(answer) if judged.get(id_, 0) > 0), 0.0)


def _mean(measure, answers: dict[str, list[str]], judged: Judgements) -> float:  # type: ignore[no-untyped-def]
    return sum(measure(answers[id_], judged[id_]) for id_ in answers) / len(answers)
