"""Builder: writes a version of the index. The catalogue is read once; what words and vectors are worth is known at its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from shop.store.catalogue import Catalogue

from .document import document, summary
from .lexical import Postings
from .segment import fingerprint
from .static_embedder import StaticEmbedder
from .vectors import Vectors
from .version import Version
from .vocabulary import Learning, Vocabulary

_BATCH = 2000  # products whose vectors are made at once

Notice = Callable[[int, int, str], None]  # done, total, what


def build_version(catalogue: Catalogue, root: Path, name: str, vectors: Vectors, notice: Notice) -> Version:
    """Index every product of the catalogue under `root`, its vectors into the empty collection.

    What is written to the catalogue meanwhile stands in the feed after the version's `seq`.
    """
    seq = catalogue.seq()
    total = catalogue.count().products
    ids: list[str] = []
    summaries: list[str] = []
    postings = Postings()
    learning = Learning()
    prints: list[int] = []
    for batch in catalogue.iterate():
        for product in batch:
            ids.append(product.id)
            summaries.append(summary(product))
            postings.add(document(product))
            learning.add(product)
            prints.append(fingerprint(product))
        notice(len(ids), total, "Reading the shop's words")
    statistics = postings.statistics()
    embedder = StaticEmbedder.fit(summaries)
    for start in range(0, len(ids), _BATCH):
        part = slice(start, start + _BATCH)
        vectors.upsert(ids[part], embedder.embed(summaries[part]))
        notice(min(start + _BATCH, len(ids)), len(ids), "Storing what they mean")
    lexical, vocabulary = postings.weighed(statistics), Vocabulary(*learning.found())
    version = Version(name, seq, ids, statistics, lexical, embedder, vocabulary, np.array(prints, np.uint64))
    version.save(root)
    return version
