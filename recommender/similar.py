"""Similar: the goods that are most like a product by their words."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from shop.product import Product

from .goods import Goods, kind_of, price_of, words_of
from .ranker import Scored

_LEAST = 0.1  # cosine: what is less like it is like anything
_PRICE = 0.05  # of nearness in price, beside a cosine of 0 to 1: it decides near-ties


class Similar:
    """Likeness over the goods of a shop. A product that is not among them yet is compared by its own words."""

    def __init__(self, goods: Goods) -> None:
        self._goods = goods
        self._places = {word: place for place, word in enumerate(goods.words.vocabulary)}
        self._kinds = np.array(goods.kinds, dtype=object)
        self._among = goods.words.words.tocsc()  # a product has twenty words, so twenty columns are all that is read
        self._worth = goods.words.worth

    def to(self, product: Product, k: int, leaving: Collection[str] = ()) -> list[Scored]:
        """The k goods most like it: those of its kind first, and of two that are as like, the one nearer in price."""
        cosine = self._cosine(product)
        near = np.exp(-np.abs(self._goods.prices - price_of(product)))
        worth = cosine + _PRICE * np.nan_to_num(near)
        same = self._kinds == kind_of(product)
        left_out = {product.id, *leaving}
        # A shade more than asked for, for what is left out; kinds are set apart by more than any likeness can make up for.
        order = np.where(cosine >= _LEAST, worth + 2.0 * same, -1.0)
        best = _first(order, k + len(left_out))
        found = [(self._goods.ids[place], float(worth[place])) for place in best.tolist() if order[place] > 0]
        return [Scored(product_id=id_, score=score) for id_, score in found if id_ not in left_out][:k]

    def _cosine(self, product: Product) -> NDArray[np.float64]:
        found = np.zeros(len(self._goods.ids))
        columns = [self._places[word] for word in set(words_of(product)) if word in self._places]
        length = float(np.sqrt((self._worth[columns] ** 2).sum()))
        for column in columns:
            start, end = self._among.indptr[column : column + 2]
            found[self._among.indices[start:end]] += self._among.data[start:end] * self._worth[column] / length
        return found


def _first(order: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    best = np.argpartition(-order, k)[:k] if k < len(order) else np.arange(len(order))
    return best[np.argsort(-order[best], kind="stable")]
