"""Following: a snapshot takes in what changed in the catalogue, at the cost of what changed and not of what there is.

A product of which only price, stock or rating changed keeps its words and its vector: its values are patched in copies of the
columns. Any other stands in a new, small segment behind the others; small ones are made into one, so that there are few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from shop.product import Product
from shop.store.catalogue import Catalogue

from .document import Document, document
from .segment import Segment, fingerprint
from .snapshot import Snapshot

_READ = 2000  # changed products that are read at once
_SMALL = 32  # products: a later segment of so few is made again with the next change


def taken_in(now: Snapshot, ids: Sequence[str], catalogue: Catalogue, most: int | None = None) -> Snapshot | None:
    """The snapshot with those products as they are in the catalogue now; they may be new, changed or deleted.

    None when more than `most` of them have other words than before: building again is quicker then.
    """
    segments = list(now.segments)
    fresh: dict[str, Product] = {}
    for start in range(0, len(ids), _READ):
        part = ids[start : start + _READ]
        there = {product.id: product for product in catalogue.get_many(part)}
        segments, patched = _patched(segments, there)
        fresh |= {id_: product for id_, product in there.items() if id_ not in patched}
        if most is not None and len(fresh) > most:
            return None
        gone = [id_ for id_ in part if id_ not in patched]
        segments = [segment.without(gone) for segment in segments]
    documents = [document(product) for product in fresh.values()]
    statistics = now.statistics.plus(documents) if fresh else now.statistics
    grown = replace(now, segments=tuple(segments), statistics=statistics)
    return replace(grown, segments=(segments[0], *_later(grown, list(fresh.values()), documents, catalogue)))


def carried(now: Snapshot) -> int:
    """How many products the later segments carry, or how many rows of the first one are dead, whichever are more."""
    first, *later = now.segments
    return max(len(first.ids) - int(first.alive.sum()), sum(int(segment.alive.sum()) for segment in later))


def unknown(now: Snapshot, ids: Iterable[str]) -> int:
    """How many of those products the snapshot does not have."""
    wanted = list(ids)
    return len(wanted) - sum(int(segment.alive[segment.rows_of(wanted)].sum()) for segment in now.segments)


def _patched(segments: Sequence[Segment], products: Mapping[str, Product]) -> tuple[list[Segment], Collection[str]]:
    prints = {id_: fingerprint(product) for id_, product in products.items()}
    made, done = [], set[str]()
    for segment in segments:
        rows = [row for row in segment.rows_of(list(products)).tolist() if segment.alive[row]]
        same = [row for row in rows if segment.prints[row] == prints[segment.ids[row]]]
        made.append(segment.patched(same, [products[segment.ids[row]] for row in same]) if same else segment)
        done.update(segment.ids[row] for row in same)
    return made, done


def _later(now: Snapshot, fresh: Sequence[Product], documents: list[Document], catalogue: Catalogue) -> list[Segment]:
    # As in a binary counter: what is not larger than what comes is made again together with it.
    kept = [segment for segment in now.segments[1:] if segment.alive.any()]
    again: list[str] = []
    while fresh and kept and kept[-1].alive.sum() <= max(_SMALL, len(fresh) + len(again)):
        last = kept.pop()
        again += [id_ for id_, alive in zip(last.ids, last.alive, strict=True) if alive]
    if not fresh:
        return kept
    earlier = catalogue.get_many(again)  # what was deleted a moment ago is not there any more; the feed will tell
    products, documents = [*fresh, *earlier], [*documents, *map(document, earlier)]
    return [*kept, Segment.of(products, now.statistics, now.embedder, now.vocabulary.evidence, documents)]
