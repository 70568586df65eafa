"""Reasons: the products that reasons speak of get their names, so that a card can say "because of ..."."""

from __future__ import annotations

from collections.abc import Sequence

from shop.candidate import Candidate, Why
from shop.store.catalogue import Catalogue

_NAMING = ("because", "bought_together")  # reasons that speak of another product
_LONGEST = 40  # letters of a name inside a reason


def titled(candidates: Sequence[Candidate], catalogue: Catalogue, language: str) -> list[Candidate]:
    """The candidates with the names of the products that moved them up; a reason of a product that has gone is left out."""
    wanted = {why.values["product"] for item in candidates for why in item.why if why.kind in _NAMING}
    if not wanted:
        return list(candidates)
    names = {item.id: _short(item.title_in(language)) for item in catalogue.get_many(sorted(wanted))}
    return [item.model_copy(update={"why": tuple(_named(item.why, names))}) for item in candidates]


def _named(reasons: Sequence[Why], names: dict[str, str]) -> list[Why]:
    made = []
    for why in reasons:
        name = names.get(why.values.get("product", ""))
        if why.kind not in _NAMING:
            made.append(why)
        elif name:
            made.append(Why(kind=why.kind, values={**why.values, "title": name}))
    return made


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"
