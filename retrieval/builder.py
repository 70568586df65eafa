"""Builder: writes a version of the index. The catalogue is read twice: first its words, then what those tell of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shop.embedder import Embedder
from shop.product import Product, Variant
from shop.store.catalogue import Catalogue

from .columns import Columns
from .embedders.choice import Embedders
from .engine import Engine, LocalEngine
from .gathering import Gathering
from .segment import fingerprint
from .snapshot import Snapshot
from .vectors import Vectors
from .version import Version
from .vocabulary import Vocabulary

_READ = 2000  # products that are read at once

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
    newest = catalogue.changed_at(seq)
    total = catalogue.count().products
    found = engine.gather(catalogue.iterate(), lambda done: notice(done, total, "Reading the shop's words"))
    ids, statistics = found.ids, found.postings.statistics()
    embedder = embedders.fitted(found.summaries)
    matrix = _matrix(found, embedder, engine, notice, before)
    vectors.upsert(ids, matrix)
    vocabulary = Vocabulary(*found.learning.found())
    lexical, prints = found.postings.weighed(statistics), np.array(found.prints, np.uint64)
    del found  # its words take more memory than all that comes
    columns = Columns.of(_again(catalogue, ids, prints, notice), vocabulary.evidence)
    version = Version(
        name, seq, newest, ids, statistics, lexical, embedders.kind, embedder, matrix, vocabulary, columns, prints
    )
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


def _again(catalogue: Catalogue, ids: Sequence[str], prints: NDArray[np.uint64], notice: Notice) -> Iterator[Product]:
    # The products in that order. What was written or deleted meanwhile loses its print, so that nothing is patched into its
    # row: it stands in the feed after the version's seq, and whoever follows that takes it in elsewhere.
    for start in range(0, len(ids), _READ):
        part = ids[start : start + _READ]
        there = {product.id: product for product in catalogue.get_many(part)}
        for row, id_ in enumerate(part, start):
            product = there.get(id_)
            if product is None or fingerprint(product) != prints[row]:
                prints[row] = 0
            yield product or _gone(id_)
        notice(start + len(part), len(ids), "Writing down prices and values")


def _gone(product_id: str) -> Product:
    return Product(id=product_id, title="-", variants=(Variant(id=product_id),))
