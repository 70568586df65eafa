"""Masks: a Need's hard wishes, checked on every variant at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shop.need import Need, Wish

from .attribute import Attribute, Mask
from .columns import UNKNOWN, Columns
from .lexicon import Lexicon
from .tokens import key

# Which wish is widened or given up first when nothing satisfies them all. Exclusions are never given up.
RELAXATION = ("color", "material", "", "size", "brand", "price_max", "price_min")  # "" stands for any other attribute
RATING = "rating"  # the wish for at least so many stars
ANY = "any"  # the wish for a word anywhere
_NOT_STATED_COUNTS = frozenset(("color", "brand", "size", "material"))

_SIZE_MARKS = frozenset(("eu", "us", "uk", "eur", "fr", "de", "it", "jp", "cn", "size", "码", "号"))

WordMask = Callable[[str], Mask]  # the variants whose product holds the word anywhere in its text


@dataclass(frozen=True)
class Check:
    """One hard wish: the variants that satisfy it, and those of which the shop does not say."""

    attribute: str
    value: str
    satisfied: Mask
    not_stated: Mask
    to: str | None = None  # what stands for the value as well, where the wish was widened; ...
    exact: Mask | None = None  # ... the variants that satisfy it as it was said

    @property
    def allowed(self) -> Mask:
        """The variants that do not break it."""
        return self.satisfied | self.not_stated

    def widened(self, wide: Check) -> Check:
        """The same wish, satisfied by what satisfies the wider one as well."""
        return replace(self, satisfied=self.satisfied | wide.satisfied, to=wide.value, exact=self.satisfied)


@dataclass(frozen=True)
class Checks:
    """All hard wishes of a Need: `checks` may be relaxed, `excluded` never; `ignored` are about what the shop does not know."""

    checks: tuple[Check, ...]
    excluded: Mask
    ignored: tuple[str, ...]

    def allowed(self, without: frozenset[int] = frozenset()) -> Mask:
        """The variants that break nothing but the checks of those numbers."""
        mask = ~self.excluded
        for number, check in enumerate(self.checks):
            if number not in without:
                mask &= check.allowed
        return mask

    def unstated(self) -> NDArray[np.int32]:
        """For each variant, how much the shop leaves open: 2 for each wish, 1 for its stock, which is the least of them."""
        total = np.zeros(len(self.excluded), np.int32)
        for check in self.checks:
            total += check.not_stated * np.int32(1 if check.attribute == "in_stock" else 2)
        return total

    def widened(self, wide: Checks, numbers: Collection[int]) -> Checks:
        """The same checks, those of the numbers as wide as the same checks of `wide`."""
        pairs = zip(self.checks, wide.checks, strict=True)
        return replace(self, checks=tuple(own.widened(other) if n in numbers else own for n, (own, other) in enumerate(pairs)))

    def by_relaxation(self) -> list[int]:
        """The numbers of the checks in the order in which they are given up."""
        return sorted(range(len(self.checks)), key=lambda number: _rank(self.checks[number].attribute))


def check(
    need: Need,
    columns: Columns,
    lexicon: Lexicon,
    holding_words: WordMask,
    known: Collection[str] = (),
    firm: Collection[str] = (),
) -> Checks:
    """Check every variant against the Need's hard wishes.

    `known` are the attributes that any goods of the shop have: what these do not state of them, they do not satisfy. What is
    not stated of `firm` attributes does not satisfy either; of any other core attribute it does, after what is stated.
    """
    checks = [*_prices(need, columns), *_stock(need, columns)]
    ignored: list[str] = []
    wishes = list(need.must)
    if need.brand:
        wishes.insert(0, Wish(attribute="brand", values=need.brand))
    if need.picked_category:
        wishes.insert(0, Wish(attribute="category", values=(need.picked_category,)))
    for wish in wishes:
        made = _wish(wish, columns, lexicon, holding_words, known)
        if made is None or (wish.attribute in firm and wish.attribute not in known and wish.attribute != ANY):
            ignored.append(wish.attribute)
        else:
            checks.append(made)
    strict = (replace(item, not_stated=np.zeros_like(item.not_stated)) if item.attribute in firm else item for item in checks)
    return Checks(tuple(strict), _excluded(need, columns, lexicon, holding_words), tuple(ignored))


def _prices(need: Need, columns: Columns) -> list[Check]:
    nowhere = np.zeros(len(columns.price), np.bool_)
    known = columns.price != UNKNOWN
    made = []
    if need.price_max is not None:
        made.append(Check("price_max", need.price_max.decimal(), known & (columns.price <= need.price_max.minor), nowhere))
    if need.price_min is not None:
        made.append(Check("price_min", need.price_min.decimal(), known & (columns.price >= need.price_min.minor), nowhere))
    return made


def _stock(need: Need, columns: Columns) -> list[Check]:
    if not need.in_stock:
        return []
    return [Check("in_stock", "true", columns.stock > 0, columns.stock == UNKNOWN)]


def _wish(wish: Wish, columns: Columns, lexicon: Lexicon, holding_words: WordMask, known: Collection[str]) -> Check | None:
    value = " / ".join(wish.values)
    if wish.attribute == ANY:
        return Check("any", value, _any_word(wish, lexicon, holding_words), np.zeros(len(columns.price), np.bool_))
    if wish.attribute == RATING:
        return _rating(wish, columns, known)
    attribute = columns.attribute(wish.attribute)
    if attribute is None:
        # A shop without one brand, colour, size or material in a field says of all its goods "not stated".
        nothing = np.zeros(len(columns.price), np.bool_)
        if wish.attribute in _NOT_STATED_COUNTS:
            return Check(wish.attribute, value, nothing, ~nothing)
        return Check(wish.attribute, value, nothing, _open(wish, nothing)) if wish.attribute in known else None
    satisfied = _having(wish, attribute, lexicon)
    made_of = columns.attribute("material") if wish.attribute == "color" else None
    if made_of is not None:  # what is made of copper or walnut has its colour
        named = tuple(word for word in wish.values if lexicon.knows(word, "material"))
        satisfied |= _having(Wish(attribute="material", values=named), made_of, lexicon)
    return Check(wish.attribute, value, satisfied, _open(wish, attribute.stated | satisfied))


def _open(wish: Wish, stated: Mask) -> Mask:
    # What belongs to no category does not belong to the one that was picked.
    return ~stated if wish.attribute != "category" else np.zeros_like(stated)


def _rating(wish: Wish, columns: Columns, shop_knows: Collection[str]) -> Check | None:
    # The least of the stars that were named; a shop without ratings knows nothing about it.
    known = ~np.isnan(columns.stars)
    if not known.any() and RATING not in shop_knows:
        return None
    enough = np.zeros(len(columns.stars), np.bool_)
    enough[known] = columns.stars[known] >= min(map(float, wish.values))
    return Check(RATING, " / ".join(wish.values), enough[columns.product], ~known[columns.product])


def _excluded(need: Need, columns: Columns, lexicon: Lexicon, holding_words: WordMask) -> Mask:
    mask = np.zeros(len(columns.price), np.bool_)
    for wish in need.must_not:
        if wish.attribute == ANY:
            mask |= _any_word(wish, lexicon, holding_words)
            continue
        attribute = columns.attribute(wish.attribute)
        if attribute is None:
            continue
        named = [word for own in need.must if own.attribute == wish.attribute for word in own.values]
        mask |= _having(wish, attribute, lexicon) & ~_narrower(wish, named, attribute, lexicon)
    return mask


def _narrower(wish: Wish, named: Sequence[str], attribute: Attribute, lexicon: Lexicon) -> Mask:
    # "Tan, not brown" is asked for by name, though tan is a brown.
    broad = {key(spelling) for spelling in _spellings(wish, lexicon)} - {key(value) for value in wish.values}
    kept = tuple(word for word in named if key(word) in broad)
    return _having(Wish(attribute=wish.attribute, values=kept), attribute, lexicon)


def _having(wish: Wish, attribute: Attribute, lexicon: Lexicon) -> Mask:
    # A value that holds the word and is a word of its own means something else: vegan leather is no leather.
    mask = np.zeros(len(attribute.stated), np.bool_)
    spellings = _spellings(wish, lexicon)
    meant = {key(spelling) for spelling in spellings}
    for spelling in spellings:
        if wish.attribute == "size":
            mask |= attribute.having(spelling, _another_size(spelling))
        else:
            mask |= attribute.having(spelling, lambda value: value not in meant and lexicon.knows(value, wish.attribute))
    return mask


def _another_size(wanted: str) -> Callable[[str], bool]:
    # 42 is "EU 42" and "42 (US 9)", but neither "42 mm" nor, for a double, 双人加大.
    said = set(key(wanted).split())
    return lambda value: any(not word.isdigit() and word not in _SIZE_MARKS for word in set(value.split()) - said)


def _any_word(wish: Wish, lexicon: Lexicon, holding_words: WordMask) -> Mask:
    found: Mask = np.logical_or.reduce([holding_words(spelling) for spelling in _spellings(wish, lexicon)])
    return found


def _spellings(wish: Wish, lexicon: Lexicon) -> list[str]:
    return list(dict.fromkeys(spelling for value in wish.values for spelling in lexicon.spellings(value)))


def _rank(attribute: str) -> int:
    return RELAXATION.index(attribute) if attribute in RELAXATION else RELAXATION.index("")
