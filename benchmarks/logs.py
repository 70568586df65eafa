"""Logs: MovieLens-1M and Amazon Beauty, who took what.

They are not part of the project: AISLE_SHARED_DATA names their folder, AISLE_SETS="ml1m" those that are wanted. Beauty's
items are described by their attributes, MovieLens' by nothing but who watched them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from recommender.descriptions import Descriptions
from recommender.interactions import Interactions

_SETS: Mapping[str, tuple[str, str | None]] = {
    "ml1m": ("ml1m/interactions.tsv", None),
    "amazon_beauty": ("amazon_beauty/interactions.tsv", "amazon_beauty/item_attributes.json"),
}


def logs() -> Iterator[tuple[str, Interactions, Descriptions | None]]:
    """The name of each that is there, who took what, and the words of the items."""
    data = Path(os.environ.get("AISLE_SHARED_DATA", "../shared/data"))
    for name in os.environ.get("AISLE_SETS", " ".join(_SETS)).split():
        log, items = _SETS[name]
        if not (data / log).exists():
            print(f"  {name} is not in {data}; name its folder in AISLE_SHARED_DATA")
            continue
        read = Interactions.read(data / log)
        print(f"  {name}: {len(read):,} users, {len(read.items):,} items, {len(read.sequence):,} interactions")
        yield name, read, Descriptions.read(data / items, read.items) if items else None
