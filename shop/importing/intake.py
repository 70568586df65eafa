"""Intake: the second pass over a file: records are read, made into nouns, and stored in batches."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from ..event import Event
from ..order import Order
from ..policy import Policy
from ..product import Product
from ..review import Review
from ..shopper import Shopper
from ..store.store import Store
from .cells import identifier
from .events import events_of, purchases_of
from .orders import order_of
from .policies import policy_of, slug
from .products import Part, id_of, part_of, product_of
from .report import Report
from .reviews import comments_of, review_of
from .row import BadRow, Data, Rejected, Row
from .shoppers import shopper_of
from .survey import Notice, Survey
from .twins import twins_of

T = TypeVar("T")
BATCH = 1000
_EVENTS = 10_000
MOST_OF_ONE = 10_000  # events of one visitor in a file: more is a machine's
_SHOWN = 10


@dataclass
class Intake:
    """One file on its way into the store, with what has been counted so far."""

    store: Store
    survey: Survey
    currency: str
    report: Report
    notice: Notice
    merge_twins: bool = False
    read: int = 0
    stored: int = 0
    skipped: int = 0
    ids: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)  # ids of rejected rows: skipped, but not missing from the file
    added: int = 0  # products that the shop did not have
    unread: int = 0  # rows whose id cannot be told
    languages: Counter[str] = field(default_factory=Counter)
    reviews: int = 0
    priceless: int = 0
    repeated: int = 0  # events that were there already
    merged: int = 0  # events of a product that is listed twice
    machines: set[str] = field(default_factory=set)  # visitors who did more than a person can
    automatic: int = 0  # rows of theirs
    pictureless: int = 0  # products whose pictures have no address
    bad: list[Rejected] = field(default_factory=list)

    def run(self) -> None:
        """Store the whole file."""
        stores: dict[str, Callable[[], None]] = {
            "products": self._products,
            "reviews": self._reviews,
            "customers": self._customers,
            "orders": self._orders,
            "policies": self._policies,
            "events": self._events,
        }
        stores[self.survey.kind]()

    def reject(self, row: Row, reason: str) -> None:
        """Count a row that cannot be stored, and report it."""
        rejected = Rejected(row.line, reason, row.data)
        self.skipped += 1
        self.report.add(self.survey.source.path, rejected)
        if len(self.bad) < _SHOWN:
            self.bad.append(rejected)

    # Reading

    def _records(self) -> Iterator[tuple[Row, Data]]:
        what = f"Storing {self.survey.source.path.name}"
        for row in self.survey.read():
            self.read += 1
            if self.read % 500 == 0:
                self.notice(self.read, self.survey.rows, what)
            record = self.survey.columns.record(row.data)
            if not row.problem:
                yield row, record
                continue
            self.reject(row, row.problem)
            self._hold(record)

    def _grouped(self) -> Iterator[list[tuple[Row, Data]]]:
        """Records that belong together, wherever in the file they stand."""
        waiting: dict[str, list[tuple[Row, Data]]] = {}
        due = Counter(self.survey.groups)
        for row, record in self._records():
            group = self.survey.group(record)
            if group not in due:
                yield [(row, record)]
                continue
            waiting.setdefault(group, []).append((row, record))
            due[group] -= 1
            if due[group] == 0:
                yield waiting.pop(group)
        # Rows that could not be read are missing from their groups.
        yield from waiting.values()

    def _each(self, make: Callable[[Data], T]) -> Iterator[T]:
        for row, record in self._records():
            try:
                yield make(record)
            except BadRow as error:
                self.reject(row, str(error))

    # Products

    def _products(self) -> None:
        made = (self._product(rows) for rows in self._grouped())
        found = (product for product in made if product)
        while batch := list(islice(found, BATCH)):
            self._store_products(batch)

    def _store_products(self, batch: list[tuple[Product, list[Review]]]) -> None:
        products = [product for product, _ in batch]
        if not {"rating", "comments"} & self.survey.columns.fields.keys() and self.store.reviews.count():
            products = self._with_earlier_ratings(products)
        before = self.store.catalogue.count().products
        self.stored += self.store.catalogue.upsert(products)
        self.added += self.store.catalogue.count().products - before
        reviews = [review for _, its in batch for review in its]
        self.reviews += self.store.reviews.upsert(reviews) if reviews else 0
        self.priceless += sum(all(variant.price is None for variant in product.variants) for product in products)
        for product in products:
            self.languages.update([product.language, *product.translations])

    def _with_earlier_ratings(self, products: list[Product]) -> list[Product]:
        """A catalogue that knows no ratings leaves those that an import of reviews has found."""
        before = {product.id: product for product in self.store.catalogue.get_many([product.id for product in products])}
        return [
            product.model_copy(update={"rating": before[product.id].rating, "reviews": before[product.id].reviews})
            if product.id in before
            else product
            for product in products
        ]

    def _product(self, rows: list[tuple[Row, Data]]) -> tuple[Product, list[Review]] | None:
        rows, parts = self._parts(rows)
        if not parts:
            return None
        try:
            id_ = self._new_id(parts[0].record)
            product = product_of(parts)
        except BadRow as error:
            for row, _ in rows:
                self.reject(row, str(error))
            return None
        self.pictureless += not product.images and any(part.record.get("images") for part in parts)
        reviews = list(comments_of(parts[0].record, id_))
        return _rated(product, reviews, self.survey.stars_tell), reviews

    def _parts(self, rows: list[tuple[Row, Data]]) -> tuple[list[tuple[Row, Data]], list[Part]]:
        """The rows that can be read, and what they say; a variant's id that came before is refused."""
        good, parts, taken = [], list[Part](), set[str]()
        for row, record in rows:
            try:
                variant = identifier(record.get("id")) if len(rows) > 1 else ""
                if variant and variant in taken:
                    raise BadRow(f"the id {variant!r} stands in an earlier row")
                part = part_of(record, self.currency)
            except BadRow as error:
                self._hold(record)
                self.reject(row, str(error))
                continue
            taken.add(variant)
            good.append((row, record))
            parts.append(part)
        return good, parts

    def _new_id(self, record: Data) -> str:
        id_ = id_of(record)
        if id_ in self.ids:
            raise BadRow(f"the id {id_!r} stands in an earlier row")
        self.ids.add(id_)
        return id_

    def _hold(self, record: Data) -> None:
        """A rejected row's product is still in the file: it must not be removed as missing."""
        try:
            self.held.add(id_of(record))
        except BadRow:
            self.unread += 1

    # Everything else

    def _reviews(self) -> None:
        known = set(self.store.catalogue.ids())
        sums: dict[str, list[float]] = {}
        found = self._each(lambda record: _known(review_of(record), known))
        while batch := list(islice(found, BATCH)):
            self.stored += self.store.reviews.upsert(batch)
            for review in batch:
                self.languages[review.language] += 1
                total = sums.setdefault(review.product, [0.0, 0])
                total[0], total[1] = total[0] + review.stars, total[1] + 1
        if self.survey.stars_tell:
            self._rate(sums)

    def _rate(self, sums: dict[str, list[float]]) -> None:
        """Give products the mean of their stars, unless the catalogue's own rating stands on more."""
        ids = list(sums)
        for start in range(0, len(ids), BATCH):
            products = self.store.catalogue.get_many(ids[start : start + BATCH])
            self.store.catalogue.upsert(
                product.model_copy(update={"rating": _mean(*sums[product.id]), "reviews": int(sums[product.id][1])})
                for product in products
                if product.rating is None or product.reviews <= sums[product.id][1]
            )

    def _customers(self) -> None:
        found = self._each(shopper_of)
        while batch := list(islice(found, BATCH)):
            self.stored += self.store.shoppers.upsert(_fresh(batch, self.ids))

    def _orders(self) -> None:
        known, twins = set(self.store.catalogue.ids()), self._twins()
        made = (self._order(rows) for rows in self._grouped())
        found = (order for order in made if order)
        while batch := list(islice(found, BATCH)):
            batch = self._by_product(batch, known)
            self.stored += self.store.orders.upsert(batch)
            self.store.events.add(self._of_one(event, twins) for order in batch for event in purchases_of(order))

    def _twins(self) -> dict[str, str]:
        return twins_of(product for batch in self.store.catalogue.iterate() for product in batch) if self.merge_twins else {}

    def _of_one(self, event: Event, twins: Mapping[str, str]) -> Event:
        kept = twins.get(event.product or "")
        if kept is None:
            return event
        self.merged += 1
        return event.model_copy(update={"product": kept, "variant": None})

    def _by_product(self, orders: list[Order], known: set[str]) -> list[Order]:
        # Many a shop writes the number of the variant into the line, for that is what was sold.
        strange = {line.product for order in orders for line in order.lines} - known
        owners = self.store.catalogue.owners(strange) if strange else {}
        return [order.of_products(owners) for order in orders]

    def _order(self, rows: list[tuple[Row, Data]]) -> Order | None:
        try:
            return order_of([record for _, record in rows], self.currency)
        except BadRow as error:
            for row, _ in rows:
                self.reject(row, str(error))
            return None

    def _events(self) -> None:
        known, now = set(self.store.catalogue.ids()), time.time_ns() // 1_000_000
        twins = self._twins()
        self.machines = {visitor for visitor, rows in self.survey.groups.items() if rows > MOST_OF_ONE}
        found = (self._of_one(event, twins) for event in self._told(known, now))
        while batch := list(islice(found, _EVENTS)):
            self.repeated += len(batch) - self.store.events.add(batch)

    def _told(self, known: Collection[str], now: int) -> Iterator[Event]:
        for row, record in self._records():
            if self.survey.group(record) in self.machines:
                self.automatic += 1
                continue
            try:
                yield from events_of(record, known, now)
                self.stored += 1
            except BadRow as error:
                self.reject(row, str(error))

    def _policies(self) -> None:
        document = slug(self.survey.source.path.stem)
        passages = list(self._each(lambda record: policy_of(record, document)))
        self.languages.update(policy.language for policy in passages)
        self.stored += self.store.policies.upsert(_told_apart(passages))


def _rated(product: Product, reviews: list[Review], tell: bool) -> Product:
    if not reviews or product.rating is not None or not tell:
        return product
    mean = _mean(sum(review.stars for review in reviews), len(reviews))
    return product.model_copy(update={"rating": mean, "reviews": len(reviews)})


def _mean(total: float, count: float) -> float | None:
    mean = round(total / count, 2)
    return mean if mean >= 1 else None


def _known(review: Review, products: set[str]) -> Review:
    if review.product not in products:
        raise BadRow(f"the shop has no product {review.product!r}; import the products first")
    return review


def _fresh(batch: list[Shopper], ids: set[str]) -> list[Shopper]:
    ids.update(shopper.id for shopper in batch)
    return batch


def _told_apart(passages: list[Policy]) -> list[Policy]:
    """Passages under one heading get ids of their own."""
    seen: Counter[str] = Counter()
    apart = []
    for policy in passages:
        seen[policy.id] += 1
        number = seen[policy.id]
        apart.append(policy if number == 1 else policy.model_copy(update={"id": f"{policy.id}-{number}"}))
    return apart
