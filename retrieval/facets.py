"""Facets: what the answers to a question differ in, as values with counts over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.money import exponent
from shop.need import Need

from .attribute import Mask
from .columns import Columns
from .hits import Hits
from .masks import RATING
from .tokens import key
from .vocabulary import Vocabulary

_MOST_VALUES = 12
_MOST_FACETS = 8
_MOST_DISTINCT = 400  # values of one attribute: more are serial numbers, not choices
_LEAST_SHARE = 0.1  # of the answers that state an attribute, for it to be a choice
_FIRST = ("category", "brand", "color", "size", "material", "audience")
_STARS = (4, 3, 2)
_NICE = (1, 2, 5)

Without = Callable[[str], Sequence[tuple[Hits, Mask]]]  # answers and their variants, if nothing were wished of it


@dataclass(frozen=True)
class FacetValue:
    """One choice: what it sets as a filter, how many products it leaves, and whether the Need has it already."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    """An attribute with its values, commonest first; prices are "20-50", "20-" or "-20" in major units, from the lowest up."""

    name: str
    values: tuple[FacetValue, ...]


def facets_of(need: Need, answers: Without, vocabulary: Vocabulary, currency: str) -> list[Facet]:
    """Every attribute that the answers differ in. A facet's own wish does not narrow its own counts."""
    everything = answers("")
    total = sum(len(hits.rows) for hits, _ in everything)
    own = [name for name in vocabulary.attributes() if name not in _FIRST]
    found = [_attribute(name, need, answers(name), vocabulary, total) for name in (*_FIRST, *own)]
    kept = [facet for facet in found if facet]
    kept[len(_FIRST) :] = sorted(kept[len(_FIRST) :], key=lambda facet: -sum(value.count for value in facet.values))
    rest = (_prices(answers("price"), currency), _ratings(need, answers(RATING)), _stock(need, answers("in_stock")))
    return [*kept[:_MOST_FACETS], *(facet for facet in rest if facet)]


def _attribute(name: str, need: Need, answers: Sequence[tuple[Hits, Mask]], vocabulary: Vocabulary, total: int) -> Facet | None:
    spellings = vocabulary.values(name)
    if not spellings or (len(spellings) > _MOST_DISTINCT and name not in ("brand", "category")):
        return None
    counts: Counter[str] = Counter()
    stated = 0
    for hits, variants in answers:
        attribute = hits.segment.columns.attribute(name)
        if attribute is None:
            continue
        stated += _products(hits.segment.columns, variants & attribute.stated)
        for value, places in attribute.places().items():
            there = places[variants[places]]
            if len(there):
                counts[value] += len(np.unique(hits.segment.columns.product[there]))
    chosen = _chosen(name, need)
    # A value in another language, or the whole brand beside its half, is the same choice under another name.
    values = [
        FacetValue(value=spelling, count=counts[folded], selected=folded in chosen)
        for folded, spelling in {key(spelling): spelling for spelling in reversed(spellings)}.items()
        if counts[folded]
    ]
    if (len(values) < 2 and not chosen) or stated < _LEAST_SHARE * total:
        return None
    values.sort(key=lambda item: (not item.selected, -item.count, item.value))
    return Facet(name, tuple(values[:_MOST_VALUES]))


def _chosen(name: str, need: Need) -> set[str]:
    wishes = [value for wish in need.must if wish.attribute == name for value in wish.values]
    wishes += need.brand if name == "brand" else ()
    wishes += [need.picked_category] if name == "category" and need.picked_category else []
    return {key(value) for value in wishes}


def _prices(answers: Sequence[tuple[Hits, Mask]], currency: str) -> Facet | None:
    prices = np.concatenate([hits.segment.columns.price[hits.variants] for hits, _ in answers])
    prices = prices[prices >= 0] / 10 ** exponent(currency)
    borders = sorted({_nice(float(border)) for border in np.quantile(prices, (0.25, 0.5, 0.75))}) if len(prices) else []
    if not borders or prices.min() == prices.max():
        return None
    values = []
    for low, high in zip((None, *borders), (*borders, None), strict=True):
        inside = (prices >= (low or 0)) & (prices < (high or np.inf))
        if inside.any():
            values.append(FacetValue(value=f"{_plain(low)}-{_plain(high)}", count=int(inside.sum())))
    return Facet("price", tuple(values)) if len(values) > 1 else None


def _nice(amount: float) -> float:
    # The nearest of 1, 2, 5, 10, 20, 50 ...
    if amount <= 0:
        return 1.0
    scale = 10.0 ** np.floor(np.log10(amount))
    return float(min((nice * scale * step for nice in _NICE for step in (1, 10)), key=lambda border: abs(border - amount)))


def _plain(amount: float | None) -> str:
    return "" if amount is None else f"{amount:g}"


def _ratings(need: Need, answers: Sequence[tuple[Hits, Mask]]) -> Facet | None:
    stars = np.concatenate([hits.segment.columns.stars[hits.rows] for hits, _ in answers])
    chosen = {value for wish in need.must if wish.attribute == RATING for value in wish.values}
    counts = [(least, int((stars >= least).sum())) for least in _STARS]
    values = tuple(FacetValue(f"{least}", count, f"{least}" in chosen) for least, count in counts if count)
    return Facet(RATING, values) if values else None


def _stock(need: Need, answers: Sequence[tuple[Hits, Mask]]) -> Facet | None:
    count = sum(_products(hits.segment.columns, variants & (hits.segment.columns.stock > 0)) for hits, variants in answers)
    return Facet("in_stock", (FacetValue("true", count, bool(need.in_stock)),)) if count else None


def _products(columns: Columns, variants: Mask) -> int:
    return len(np.unique(columns.product[variants]))


def close_answers(found: Sequence[Hits], least: float) -> Iterator[tuple[Hits, NDArray[np.bool_]]]:
    """The hits that hold at least so much of the words, with a mask of their segment's variants that belong to them."""
    for hits in found:
        kept = hits.where(hits.scores["lexical"] >= least)
        rows = np.zeros(len(hits.segment.ids), np.bool_)
        rows[kept.rows] = True
        yield kept, rows[hits.segment.columns.product]
