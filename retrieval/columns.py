"""Columns: what hard wishes are checked against, in memory. One row a variant: it must satisfy all of them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from shop.product import Product, Variant

from .attribute import Attribute, Evidence, Mask, stated
from .tokens import key

UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class Columns:
    """Every variant of some products, in their order. A product has at least one; its variants stand one after the other."""

    variants: Sequence[str]  # [variants] their ids
    starts: NDArray[np.int64]  # [products] the row of its first variant
    price: NDArray[np.int64]  # [variants] minor units, or UNKNOWN
    stock: NDArray[np.int64]  # [variants] pieces, or UNKNOWN
    margin: NDArray[np.float32]  # [variants] share of the price; 0 where it is unknown
    stars: NDArray[np.float32]  # [products] mean stars, or NaN
    rating: NDArray[np.float32]  # [products] the Bayesian mean
    created: NDArray[np.float64]  # [products] seconds since 1970; 0 where it is unknown
    kinds: Sequence[str]  # names of the most particular categories, sorted
    kind: NDArray[np.int32]  # [products] place in `kinds`, or UNKNOWN
    product: NDArray[np.int32]  # [variants] the row of its product
    attributes: Mapping[str, Attribute]

    @classmethod
    def of(cls, products: Iterable[Product], evidence: Evidence) -> Self:
        """Read the products one by one; none is kept."""
        # Arrays, because lists of number objects would take many times the memory.
        ids, starts, leaves = list[str](), array("q"), list[str]()
        numbers: dict[str, array[Any]] = {name: array(code) for name, code in _NUMBERS.items()}
        having: defaultdict[str, defaultdict[str, array[int]]] = defaultdict(lambda: defaultdict(_places))
        for product in products:
            starts.append(len(ids))
            leaves.append(key(product.category[-1]) if product.category else "")
            for name, worth in _OF_PRODUCT.items():
                numbers[name].append(worth(product))
            for variant, values in zip(product.variants, stated(product, evidence), strict=True):
                for name, value_of in _OF_VARIANT.items():
                    numbers[name].append(value_of(variant))
                for name, keys in values.items():
                    for value in keys:
                        having[name][value].append(len(ids))
                ids.append(variant.id)
        kinds = sorted(set(leaves) - {""})
        number = {name: place for place, name in enumerate(kinds)}
        begins = np.array(starts, np.int64)
        return cls(
            variants=ids,
            starts=begins,
            product=_owners(begins, len(ids)),
            kinds=kinds,
            kind=np.array([number.get(leaf, UNKNOWN) for leaf in leaves], np.int32),
            attributes={
                name: Attribute(len(ids), {value: np.array(places, np.int32) for value, places in values.items()})
                for name, values in having.items()
            },
            **{name: np.array(column) for name, column in numbers.items()},
        )

    @property
    def products(self) -> int:
        """How many there are."""
        return len(self.starts)

    def patched(self, rows: Sequence[int], products: Sequence[Product]) -> Columns:
        """Columns with the prices, stocks, margins, ratings and dates of those products in those rows; all else is shared.

        The products have the same variants in the same order as before.
        """
        made = {name: getattr(self, name).copy() for name in _NUMBERS}
        variants = [variant for product in products for variant in product.variants]
        places = [
            int(self.starts[row]) + n for row, item in zip(rows, products, strict=True) for n in range(len(item.variants))
        ]
        for name, value_of in _OF_VARIANT.items():
            made[name][places] = [value_of(variant) for variant in variants]
        for name, worth in _OF_PRODUCT.items():
            made[name][rows] = [worth(product) for product in products]
        return replace(self, **made)

    def least(self, values: NDArray[np.int32], of: Mask) -> NDArray[np.int32]:
        """For each product, the least of those of its variants' values that are in the mask; a large number for none."""
        if not self.products:
            return np.zeros(0, np.int32)
        found: NDArray[np.int32] = np.minimum.reduceat(np.where(of, values, np.iinfo(np.int32).max), self.starts)
        return found

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, or None when no product of the shop has it."""
        return self.attributes.get(name)

    def names(self) -> list[str]:
        """Every attribute that some product has, "rating" among them where there are any."""
        return [*self.attributes, *(() if np.isnan(self.stars).all() else ("rating",))]

    def save(self, path: Path) -> None:
        """Write them to one file."""
        values = {name: attribute.places() for name, attribute in self.attributes.items()}
        places = [rows for of_values in values.values() for rows in of_values.values()]
        texts = {
            "variants": self.variants,
            "kinds": self.kinds,
            "values": {name: list(of_values) for name, of_values in values.items()},
        }
        with path.open("wb") as file:
            np.savez(
                file,
                texts=np.frombuffer(orjson.dumps(texts), np.uint8),
                starts=self.starts,
                kind=self.kind,
                places=np.concatenate([*places, np.zeros(0, np.int32)]),
                ends=np.cumsum([len(rows) for rows in places], dtype=np.int64),
                **{name: getattr(self, name) for name in _NUMBERS},
            )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. Raises OSError, KeyError, BadZipFile or ValueError when it is damaged."""
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            found = dict(file)
        texts = orjson.loads(found.pop("texts").tobytes())
        places, ends = found.pop("places"), found.pop("ends")
        rows = len(texts["variants"])
        _check(path, found, rows, texts, places, ends)
        spans = pairwise([0, *ends.tolist()])
        return cls(
            variants=texts["variants"],
            kinds=texts["kinds"],
            product=_owners(found["starts"], rows),
            attributes={
                name: Attribute(rows, {value: places[start:end] for value, (start, end) in zip(values, spans, strict=False)})
                for name, values in texts["values"].items()
            },
            **found,
        )


def _check(
    path: Path,
    found: Mapping[str, NDArray[Any]],
    rows: int,
    texts: Mapping[str, Any],
    places: NDArray[np.int32],
    ends: NDArray[np.int64],
) -> None:
    # The file's own checksums find a flipped bit; this finds what was put together wrongly.
    starts = found["starts"]
    fits = (
        all(found[name].shape == (rows,) for name in _OF_VARIANT)
        and all(found[name].shape == starts.shape for name in (*_OF_PRODUCT, "kind"))
        and (np.diff(starts, prepend=-1, append=rows) > 0).all()
        and (starts[:1] == 0).all()
        and ((found["kind"] >= UNKNOWN) & (found["kind"] < len(texts["kinds"]))).all()
        and ((places >= 0) & (places < rows)).all()
        and len(ends) == sum(map(len, texts["values"].values()))
        and (np.diff(ends, prepend=0) > 0).all()
        and len(places) == (ends[-1] if len(ends) else 0)
    )
    if not fits:
        raise ValueError(f"the columns in {path} do not fit together")


def bayesian_rating(product: Product, prior: float = 4.0, weight: float = 10.0) -> float:
    """The mean rating as if `weight` buyers had given `prior` stars before: one five-star review is no proof."""
    if product.rating is None:
        return prior
    count = max(product.reviews, 1)
    return (prior * weight + product.rating * count) / (weight + count)


def _price(variant: Variant) -> int:
    return variant.price.minor if variant.price else UNKNOWN


def _stock(variant: Variant) -> int:
    return UNKNOWN if variant.stock is None else variant.stock


def _margin(variant: Variant) -> float:
    return variant.margin or 0.0


def _stars(product: Product) -> float:
    return float("nan") if product.rating is None else product.rating


def _created(product: Product) -> float:
    return product.created.timestamp() if product.created else 0.0


def _places() -> array[int]:
    return array("i")


def _owners(starts: NDArray[np.int64], rows: int) -> NDArray[np.int32]:
    return np.repeat(np.arange(len(starts), dtype=np.int32), np.diff(starts, append=rows))


# What may change while words and variants stay, and where it comes from.
_OF_VARIANT: Mapping[str, Callable[[Variant], float]] = {"price": _price, "stock": _stock, "margin": _margin}
_OF_PRODUCT: Mapping[str, Callable[[Product], float]] = {"stars": _stars, "rating": bayesian_rating, "created": _created}
# The type of each, as `array` names it.
_NUMBERS = {"price": "q", "stock": "q", "margin": "f", "stars": "f", "rating": "f", "created": "d"}
