"""Merge: what was said now, laid over what was said before."""

from __future__ import annotations

from collections.abc import Sequence

from shop.need import Need, Wish

_FEW_WORDS = 3  # without a kind of goods among them, so few words add to the wish before
_FEW_CHARACTERS = 6  # the same for Chinese


def merged(
    before: Need,
    said: Need,
    lifted: Sequence[str],
    *,
    known: bool = True,
    replacing: str | None = None,
    widening: bool = False,
) -> tuple[Need, bool]:
    """The Need after the utterance, and whether it refines the one before. `lifted` names wishes that no longer hold.

    A new kind of goods begins a new Need; the same kind, or wishes alone, change the old one. `known` is whether the words can
    belong to the old wish at all. With `replacing` only those words of the old wish stay: "nikon instead" after "sony camera".
    With `widening` what is said now satisfies the old wish as well: "brown is fine too".
    """
    if before == Need() or not (replacing or known) or not _refines(before, said):
        return said, False
    kept = _agreeing(_lifted(before, lifted), said)
    if replacing:
        kept = kept.model_copy(update={"query": replacing})
    repeated = bool(set(said.category) & set(before.category))
    changes = {
        "query": said.query if repeated else " ".join(dict.fromkeys((kept.query, said.query))).strip(),
        "category": said.category or kept.category,
        "brand": said.brand or kept.brand,
        "price_min": said.price_min or (None if said.price_max and _above(kept, said) else kept.price_min),
        "price_max": said.price_max or (None if said.price_min and _below(kept, said) else kept.price_max),
        "must": _wishes(kept.must, said.must, widening),
        "must_not": _joined(kept.must_not, said.must_not),
        "audience": said.audience or kept.audience,
        "occasion": said.occasion or kept.occasion,
        "quantity": said.quantity or kept.quantity,
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


def _agreeing(need: Need, said: Need) -> Need:
    # What is not wanted any more is wanted no longer, and the other way round.
    unwanted = {value for wish in said.must_not for value in wish.values}
    wanted = {value for wish in said.must for value in wish.values} | set(said.brand)
    lowered = {value.lower() for value in unwanted}
    return need.model_copy(
        update={
            "query": " ".join(word for word in need.query.split() if word.lower() not in lowered),
            "brand": tuple(name for name in need.brand if name not in unwanted),
            "must": _apart(need.must, unwanted),
            "must_not": _apart(need.must_not, wanted),
        }
    )


def _apart(wishes: Sequence[Wish], values: set[str]) -> tuple[Wish, ...]:
    left = [wish.model_copy(update={"values": tuple(value for value in wish.values if value not in values)}) for wish in wishes]
    return tuple(wish for wish in left if wish.values)


def _above(kept: Need, said: Need) -> bool:
    return bool(kept.price_min and said.price_max and kept.price_min.minor > said.price_max.minor)


def _below(kept: Need, said: Need) -> bool:
    return bool(kept.price_max and said.price_min and kept.price_max.minor < said.price_min.minor)


def _wishes(before: Sequence[Wish], said: Sequence[Wish], widening: bool) -> tuple[Wish, ...]:
    if widening:
        return _joined(before, said)
    new = {wish.attribute for wish in said}
    return (*(wish for wish in before if wish.attribute not in new), *said)


def _joined(before: Sequence[Wish], said: Sequence[Wish]) -> tuple[Wish, ...]:
    values: dict[str, dict[str, None]] = {}
    for wish in (*before, *said):
        values.setdefault(wish.attribute, {}).update(dict.fromkeys(wish.values))
    return tuple(Wish(attribute=name, values=tuple(those)) for name, those in values.items())
