"""Builder: writes a version of the index. The catalogue is read once; what words and vectors are worth is known at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shop.embedder import Embedder
from shop.store.catalogue import Catalogue

from .embedders.choice import Embedders
from .engine import Engine, LocalEngine
from .gathering import Gathering
from .snapshot import Snapshot
from .vectors import Vectors
from .version import Version
from .vocabulary import Vocabulary

Notice = Callable[[int, int, str], None]  # done, total, what


def build_version(
    catalogue: Catalogue,
    root: Path,
    name: str,
    vectors: Vectors,
    embedders: Embedders,
    notice: Notice,
    engine: Engine | None = None,
    before: Snapshot | None = None,
) -> Version:
    """Index every product of the catalogue under `root`, its vectors into the empty collection.

    What is written to the catalogue meanwhile stands in the feed after the version's `seq`. A product that the same model has
    embedded `before`, with the same words, is not embedded again. Raises EmbedderError and StoreError.
    """
    engine = engine or LocalEngine()
    seq = catalogue.seq()
    total = catalogue.count().products
    found = engine.gather(catalogue.iterate(), lambda done: notice(done, total, "Reading the shop's words"))
    ids, statistics = found.ids, found.postings.statistics()
    embedder = embedders.fitted(found.summaries)
    matrix = _matrix(found, embedder, engine, notice, before)
    vectors.upsert(ids, matrix)
    vocabulary = Vocabulary(*found.learning.found())
    lexical, prints = found.postings.weighed(statistics), np.array(found.prints, np.uint64)
    version = Version(name, seq, ids, statistics, lexical, embedders.kind, embedder, matrix, vocabulary, prints)
    version.save(root)
    return version


def _matrix(
    found: Gathering, embedder: Embedder, engine: Engine, notice: Notice, before: Snapshot | None
) -> NDArray[np.float32]:
    # [products, dimensions]
    matrix = np.zeros((len(found.ids), embedder.dimensions), np.float32)
    known = dict(_known(found, embedder, before))
    for row, vector in known.items():
        matrix[row] = vector
    fresh = [row for row in range(len(found.ids)) if row not in known]
    done = 0
    for rows in engine.embed(embedder, [found.summaries[row] for row in fresh]):
        matrix[fresh[done : done + len(rows)]] = rows
        done += len(rows)
        notice(len(known) + done, len(found.ids), "Storing what they mean")
    return matrix


def _known(found: Gathering, embedder: Embedder, before: Snapshot | None) -> Iterator[tuple[int, NDArray[np.float32]]]:
    if before is None or before.embedder.name != embedder.name:
        return
    places: Sequence[dict[str, int]] = [segment.places for segment in before.segments]
    for row, (id_, print_) in enumerate(zip(found.ids, found.prints, strict=True)):
        for segment, place in zip(before.segments, places, strict=True):
            at = place.get(id_)
            if at is not None and segment.alive[at] and int(segment.prints[at]) == print_ and segment.matrix[at].any():
                yield row, segment.matrix[at]
                break
