"""Whether search keeps what shoppers wish: sentences with two to four wishes and exclusions, whose truth is known.

A wish is violated when one of the ten best answers breaks it and the answer does not say so (`relaxed`, `not stated`). It is
also a fault to find nothing, or to say that nothing fits, for every case is made from something that the shop has. Every fifth
case has a fresh wording, by somebody who had never seen how search reads. AISLE_WISHES is how many cases (default 10,000).
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.understanding.asking import Asked
from benchmarks.wish_cases import Case, wish_cases
from retrieval.filters import Filters
from retrieval.index import Index
from retrieval.result import SearchResult
from shop.demo.shop import generate
from shop.folder import Folder
from shop.product import Product
from shop.settings import load_settings
from shop.store.store import Store

_SHOWN = 3  # examples of each fault
_SAID = {"most": "price", "least": "price", "between": "price", "stars": "rating", "stock": "stock"}


def main() -> None:
    products = generate().products
    count = int(os.environ.get("AISLE_WISHES", "10000"))
    tally = Tally()
    with _opened(products) as index:
        for case in wish_cases(products, count):
            asked = Asked.of(case.text, Filters(), index.searcher, "USD", case.language)
            tally.add(case, index.searcher.search(asked.need, k=10, firm=asked.firm))
    tally.print()


class Tally:
    """Counts what went wrong, and keeps a few examples."""

    def __init__(self) -> None:
        self.cases: Counter[str] = Counter()
        self.wishes: Counter[str] = Counter()
        self.faults: Counter[tuple[str, str]] = Counter()
        self.kinds: Counter[str] = Counter()
        self.of_kind: Counter[str] = Counter()
        self.examples: dict[tuple[str, str], list[str]] = {}

    def add(self, case: Case, found: SearchResult) -> None:
        """One more case with its answer."""
        group = f"{case.language}{', fresh' if case.fresh else ''}"
        self.cases[group] += 1
        self.wishes[group] += len(case.wishes)
        self.kinds[group] += len(found.candidates)
        self.of_kind[group] += sum(item.product.category[-1] == case.category for item in found.candidates)
        for fault in dict.fromkeys(_faults(case, found)):
            self.faults[group, fault] += 1
            examples = self.examples.setdefault((group, fault), [])
            if len(examples) < _SHOWN:
                examples.append(case.text)

    def print(self) -> None:
        """The table, then the examples."""
        print(f"{'wordings':16}{'cases':>8}{'wishes':>8}{'violated':>10}{'nothing':>9}{'given up':>10}{'of the kind':>13}")
        for group, cases in self.cases.items():
            by = Counter({fault: many for (those, fault), many in self.faults.items() if those == group})
            violated = sum(many for fault, many in by.items() if fault.startswith("violated"))
            share = self.of_kind[group] / max(1, self.kinds[group])
            nothing, given = by["nothing found"], sum(many for fault, many in by.items() if fault.startswith("given up"))
            print(f"{group:16}{cases:>8}{self.wishes[group]:>8}{violated:>10}{nothing:>9}{given:>10}{share:>13.3f}")
        for (group, fault), many in sorted(self.faults.items(), key=lambda item: (item[0][0], -item[1])):
            print(f"  {group:14}{fault:24}{many:>6}   " + "  |  ".join(self.examples[group, fault]))


def _faults(case: Case, found: SearchResult) -> Iterator[str]:
    if not found.candidates:
        yield "nothing found"
    for relaxed in found.relaxed:
        yield f"given up: {relaxed.attribute}"
    told = {_attribute(item.attribute) for item in found.relaxed}
    for item in found.candidates:
        # What the shop states in no field may stand in the title, or is said not to be stated.
        open_ = {str(why.values.get("attribute")) for why in item.why if why.kind in ("not_stated", "wish")}
        for wish in case.wishes:
            broken = wish.breaks(item.product, item.variant)
            name = _SAID.get(wish.kind, wish.kind)
            if (broken and name not in told) or (
                broken is None and name not in told | open_ and not wish.kind.startswith("not")
            ):
                yield f"violated: {wish.kind}"


def _attribute(name: str) -> str:
    return "price" if name.startswith("price") else "stock" if name == "in_stock" else name


@contextmanager
def _opened(products: Sequence[Product]) -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as place:
        folder = Folder.open(Path(place))
        store = Store.open(folder)
        store.catalogue.upsert(products)
        index = Index.open(folder, store, load_settings(data=folder.path))
        try:
            index.build()
            yield index
        finally:
            index.close()
            store.close()
