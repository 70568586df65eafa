"""Merge: what was said now, laid over what was said before."""

from __future__ import annotations

from collections.abc import Sequence

from shop.need import Need, Wish

_FEW_WORDS = 3  # without a kind of goods among them, so few words add to the wish before
_FEW_CHARACTERS = 6  # the same for Chinese


def merged(before: Need, said: Need, lifted: Sequence[str], *, known: bool = True) -> tuple[Need, bool]:
    """The Need after the utterance, and whether it refines the one before. `lifted` names wishes that no longer hold.

    A new kind of goods begins a new Need; the same kind, or wishes alone, change the old one. `known` is whether the shop uses
    any of the words: strange ones are more likely a new thing than a property of the old one.
    """
    if before == Need() or not (known and _refines(before, said)):
        return said, False
    kept = _lifted(before, lifted)
    repeated = bool(set(said.category) & set(before.category))
    changes = {
        "query": said.query if repeated else " ".join(dict.fromkeys((kept.query, said.query))).strip(),
        "category": said.category or kept.category,
        "brand": said.brand or kept.brand,
        "price_min": said.price_min or (None if said.price_max and _above(kept, said) else kept.price_min),
        "price_max": said.price_max or kept.price_max,
        "must": _wishes(kept.must, said.must),
        "must_not": _exclusions(kept.must_not, said.must_not),
        "audience": said.audience or kept.audience,
        "occasion": said.occasion or kept.occasion,
        "sort": said.sort if said.sort != "relevance" else kept.sort,
        "in_stock": said.in_stock if said.in_stock is not None else kept.in_stock,
    }
    return kept.model_copy(update=changes), True


def _refines(before: Need, said: Need) -> bool:
    if said.category:
        return bool(set(said.category) & set(before.category))
    words = said.query
    return len(words) <= _FEW_CHARACTERS if not words.isascii() else len(words.split()) <= _FEW_WORDS


def _lifted(need: Need, lifted: Sequence[str]) -> Need:
    changes: dict[str, object] = {}
    for name in lifted:
        if name == "price":
            changes |= {"price_min": None, "price_max": None}
        elif name == "brand":
            changes["brand"] = ()
        elif name == "in_stock":
            changes["in_stock"] = None
    changes["must"] = tuple(wish for wish in need.must if wish.attribute not in lifted)
    return need.model_copy(update=changes)


def _above(kept: Need, said: Need) -> bool:
    return bool(kept.price_min and said.price_max and kept.price_min.minor > said.price_max.minor)


def _wishes(before: Sequence[Wish], said: Sequence[Wish]) -> tuple[Wish, ...]:
    new = {wish.attribute for wish in said}
    return (*(wish for wish in before if wish.attribute not in new), *said)


def _exclusions(before: Sequence[Wish], said: Sequence[Wish]) -> tuple[Wish, ...]:
    values: dict[str, dict[str, None]] = {}
    for wish in (*before, *said):
        values.setdefault(wish.attribute, {}).update(dict.fromkeys(wish.values))
    return tuple(Wish(attribute=name, values=tuple(those)) for name, those in values.items())
