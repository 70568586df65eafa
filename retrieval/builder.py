"""Builder: writes a version of the index. The catalogue is read once; what words and vectors are worth is known at its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from shop.store.catalogue import Catalogue

from .engine import Engine, LocalEngine
from .static_embedder import StaticEmbedder
from .vectors import Vectors
from .version import Version
from .vocabulary import Vocabulary

Notice = Callable[[int, int, str], None]  # done, total, what


def build_version(
    catalogue: Catalogue, root: Path, name: str, vectors: Vectors, notice: Notice, engine: Engine | None = None
) -> Version:
    """Index every product of the catalogue under `root`, its vectors into the empty collection.

    What is written to the catalogue meanwhile stands in the feed after the version's `seq`.
    """
    engine = engine or LocalEngine()
    seq = catalogue.seq()
    total = catalogue.count().products
    found = engine.gather(catalogue.iterate(), lambda done: notice(done, total, "Reading the shop's words"))
    ids, statistics = found.ids, found.postings.statistics()
    embedder = StaticEmbedder.fit(found.summaries)
    done = 0
    for rows in engine.embed(embedder, found.summaries):
        vectors.upsert(ids[done : done + len(rows)], rows)
        done += len(rows)
        notice(done, len(ids), "Storing what they mean")
    vocabulary = Vocabulary(*found.learning.found())
    lexical, prints = found.postings.weighed(statistics), np.array(found.prints, np.uint64)
    version = Version(name, seq, ids, statistics, lexical, embedder, vocabulary, prints)
    version.save(root)
    return version
