"""Judged sets: catalogues with queries whose right products are known, where this machine has them.

They are not part of the project: AISLE_SHARED_DATA names the folder that holds walmart_amazon, abt_buy and taobao_zh.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.evaluation.files import Judgements, read_judgements, read_queries
from retrieval.index import Index
from shop.folder import Folder
from shop.importing import import_files
from shop.product import Product
from shop.settings import load_settings
from shop.store.store import Store

_CATALOGUES = {"walmart_amazon": "catalogue.jsonl", "abt_buy": "catalogue.jsonl", "taobao_zh": "corpus.tsv"}


@dataclass(frozen=True)
class JudgedSet:
    """An open shop with its judged queries by id."""

    name: str
    index: Index
    products: list[Product]
    queries: dict[str, str]
    judged: Judgements


def judged_sets(**settings: object) -> Iterator[JudgedSet]:
    """Each set as an open shop, closed when the next one is asked for. Settings are those of the shop."""
    root = Path(os.environ.get("AISLE_SHARED_DATA", "../shared/data"))
    if not root.is_dir():
        sys.exit("The judged sets are not here; name their folder in AISLE_SHARED_DATA.")
    for name, catalogue in _CATALOGUES.items():
        with _opened(root / name, catalogue, settings) as found:
            yield found


@contextmanager
def _opened(folder: Path, catalogue: str, settings: dict[str, object]) -> Iterator[JudgedSet]:
    judged = read_judgements(folder / "qrels.tsv")
    asked = read_queries(next(path for path in (folder / "queries.jsonl", folder / "queries.tsv") if path.exists()))
    with tempfile.TemporaryDirectory() as place:
        data = Folder.open(Path(place))
        store = Store.open(data)
        _fill(store, folder / catalogue)
        index = Index.open(data, store, load_settings(data=Path(place), **settings))
        try:
            index.build()
            products = [product for batch in store.catalogue.iterate() for product in batch]
            yield JudgedSet(folder.name, index, products, {id_: text for id_, text in asked if id_ in judged}, judged)
        finally:
            index.close()
            store.close()


def _fill(store: Store, file: Path) -> None:
    if file.suffix == ".jsonl":
        import_files(store, [file])
        return
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    store.catalogue.upsert(
        Product.model_validate({"id": id_, "title": title, "language": "zh", "variants": [{"id": id_}]}) for id_, title in rows
    )
