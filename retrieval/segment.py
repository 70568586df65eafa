"""Segment: some products as search sees them: their words, their columns and their vectors, row by row. Immutable."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from shop.embedder import Embedder
from shop.need import Need
from shop.product import Product

from .columns import Columns, Evidence, Mask
from .document import document, summary
from .lexical import Lexical, Statistics
from .lexicon import Lexicon
from .masks import Checks, check
from .tokens import tokenize


@dataclass(frozen=True)
class Segment:
    """`ids`, `alive`, `matrix` and the rows of `lexical` are products; the rows of `columns` are their variants."""

    ids: Sequence[str]
    alive: Mask  # False where a product was deleted, or written again since (it then stands in a later segment)
    lexical: Lexical
    columns: Columns
    matrix: NDArray[np.float32]  # [products, dimensions]

    @classmethod
    def of(cls, products: Sequence[Product], statistics: Statistics, embedder: Embedder, evidence: Evidence) -> Self:
        """Make a segment of the products, scored by the statistics of the whole collection."""
        return cls(
            ids=[product.id for product in products],
            alive=np.ones(len(products), np.bool_),
            lexical=Lexical.build((document(product) for product in products), statistics),
            columns=Columns(products, evidence),
            matrix=embedder.embed([summary(product) for product in products]),
        )

    def without(self, ids: set[str]) -> Segment:
        """The segment with those products no longer alive."""
        gone = np.fromiter((id_ in ids for id_ in self.ids), np.bool_, len(self.ids))
        return replace(self, alive=self.alive & ~gone)

    def check(self, need: Need, lexicon: Lexicon, known: frozenset[str], firm: Collection[str]) -> Checks:
        """The Need's hard wishes, checked on every variant. `known` are the attributes that any product of the shop has."""
        return check(need, self.columns, lexicon, self._holding, known, firm)

    def products(self, variants: Mask) -> Mask:
        """The living products that have one of those variants."""
        mask = np.zeros(len(self.ids), np.bool_)
        mask[self.columns.product[variants]] = True
        return mask & self.alive

    def words(self, tokens: Mapping[str, float]) -> NDArray[np.float32]:
        """The lexical score of every product."""
        return self.lexical.scores(tokens)

    def _holding(self, word: str) -> Mask:
        # All tokens of the word must stand in the product: single Chinese characters say too little beside their bigrams.
        tokens = tokenize(word)
        telling = [token for token in tokens if token.isascii() or len(token) > 1] or tokens
        if not telling:
            return np.zeros(len(self.columns.product), np.bool_)
        count = np.zeros(len(self.ids), np.int32)
        for token in set(telling):
            count[self.lexical.holding(token)] += 1
        found: Mask = (count == len(set(telling)))[self.columns.product]
        return found

    def rows_of(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """The rows of those products; unknown ids are left out."""
        row = self._row
        return np.array([row[id_] for id_ in ids if id_ in row], np.int64)

    @cached_property
    def _row(self) -> dict[str, int]:
        return {id_: row for row, id_ in enumerate(self.ids)}

    def best_variants(self, rows: NDArray[np.int64], allowed: Mask, unstated: NDArray[np.int32]) -> NDArray[np.int64]:
        """For each product row, the row of its best allowed variant: most wishes stated, in stock, cheapest. [len(rows)]"""
        wanted = np.zeros(len(self.ids), np.bool_)
        wanted[rows] = True
        places = np.flatnonzero(allowed & wanted[self.columns.product])
        product = self.columns.product[places]
        price = np.where(self.columns.price[places] < 0, np.iinfo(np.int64).max, self.columns.price[places])
        order = np.lexsort((places, price, self.columns.stock[places] == 0, unstated[places], product))
        owners, first = np.unique(product[order], return_index=True)
        best = np.full(len(self.ids), -1, np.int64)
        best[owners] = places[order][first]
        return best[rows]
