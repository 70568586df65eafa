"""Engine: who does the work of a build. In this process by default; `ray_engine` spreads it over a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shop.embedder import Embedder
from shop.product import Product

from .gathering import Gathering

_BATCH = 2000  # texts whose vectors are made at once

Count = Callable[[int], None]  # how many products are done


class Engine(Protocol):
    """Reads products and embeds texts. Whichever engine it is, the index that comes of it is the same."""

    def gather(self, batches: Iterable[Sequence[Product]], count: Count) -> Gathering:
        """Everything a build must know of the products, in their order."""
        ...

    def embed(self, embedder: Embedder, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        """The vectors of the texts in their order, some rows at a time, [rows, dimensions]."""
        ...


class LocalEngine:
    """All in this process."""

    def gather(self, batches: Iterable[Sequence[Product]], count: Count) -> Gathering:
        """See `Engine`."""
        gathered = Gathering()
        for batch in batches:
            gathered.add(batch)
            count(len(gathered.ids))
        return gathered

    def embed(self, embedder: Embedder, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        """See `Engine`."""
        for start in range(0, len(texts), _BATCH):
            yield embedder.embed(texts[start : start + _BATCH])
