"""Builder: writes a version of the index. The catalogue is read twice: to learn its words, then to store its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from shop.product import Product
from shop.store.catalogue import Catalogue

from .document import document, summary
from .lexical import Counting, Lexical, Statistics
from .static_embedder import StaticEmbedder
from .vectors import Vectors
from .version import Version
from .vocabulary import Learning, Vocabulary

Notice = Callable[[int, int, str], None]  # done, total, what


def build_version(catalogue: Catalogue, root: Path, name: str, vectors: Vectors, notice: Notice) -> Version:
    """Index every product of the catalogue under `root`, its vectors into the empty collection.

    What is written to the catalogue meanwhile stands in the feed after the version's `seq`.
    """
    seq = catalogue.seq()
    total = catalogue.count().products
    statistics, vocabulary, embedder = _learn(catalogue, total, notice)
    ids: list[str] = []

    def stored() -> Iterator[Product]:
        for batch in catalogue.iterate():
            vectors.upsert([product.id for product in batch], embedder.embed([summary(product) for product in batch]))
            for product in batch:
                ids.append(product.id)
                yield product
            notice(len(ids), total, "Storing products in the index")

    lexical = Lexical.build((document(product) for product in stored()), statistics)
    version = Version(name, seq, ids, statistics, lexical, embedder, vocabulary)
    version.save(root)
    return version


def _learn(catalogue: Catalogue, total: int, notice: Notice) -> tuple[Statistics, Vocabulary, StaticEmbedder]:
    summaries: list[str] = []
    counting = Counting()
    learning = Learning()
    for batch in catalogue.iterate():
        for product in batch:
            counting.add(document(product))
            learning.add(product)
            summaries.append(summary(product))
        notice(len(summaries), total, "Learning the shop's words")
    return Statistics(*counting.totals()), Vocabulary(*learning.found()), StaticEmbedder.fit(summaries)
