"""Catalogue: the products, and the feed by which every process learns of a change to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, func, insert, select

from ..money import Money
from ..product import Product, Translation, Variant
from .database import Database
from .rows import IN_LIMIT, batched, stamp, upsert
from .tables import changes, marks, products, variants


class Counts(NamedTuple):
    """How much the catalogue holds."""

    products: int
    variants: int


class Change(NamedTuple):
    """One step of the feed: that product was written, or deleted."""

    seq: int
    product_id: str
    deleted: bool


class Catalogue:
    """Products by id. Each write is one transaction together with its rows in the feed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Product]) -> int:
        """Store the products in one transaction, each in place of the one before with its id; return how many."""
        written = {item.id: item for item in items}
        if not written:
            return 0
        with self._database.write(in_turn=True) as connection:
            for batch in batched(written.values(), 1000):
                _write(connection, batch)
        return len(written)

    def delete(self, ids: Iterable[str]) -> int:
        """Take the products out; return how many were there."""
        gone = 0
        with self._database.write(in_turn=True) as connection:
            for batch in batched(dict.fromkeys(ids), IN_LIMIT):
                there = list(connection.scalars(select(products.c.id).where(products.c.id.in_(batch))))
                if there:
                    connection.execute(delete(variants).where(variants.c.product.in_(there)))
                    connection.execute(delete(products).where(products.c.id.in_(there)))
                    connection.execute(insert(changes), [{"product": id_, "deleted": True} for id_ in there])
                gone += len(there)
        return gone

    def get(self, product_id: str) -> Product | None:
        """The product of that id, or None."""
        return next(iter(self.get_many([product_id])), None)

    def get_many(self, ids: Sequence[str]) -> list[Product]:
        """The products of those ids in that order; unknown ids are left out."""
        found: dict[str, Product] = {}
        with self._database.read() as connection:
            for batch in batched(dict.fromkeys(ids), IN_LIMIT):
                found |= {product.id: product for product in _read(connection, batch)}
        return [found[id_] for id_ in ids if id_ in found]

    def ids(self) -> list[str]:
        """Every product id, sorted."""
        with self._database.read() as connection:
            return list(connection.scalars(select(products.c.id).order_by(products.c.id)))

    def owners(self, variant_ids: Iterable[str]) -> dict[str, str]:
        """The product of each of those variant ids, of which only one product has it."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        with self._database.read() as connection:
            for batch in batched(dict.fromkeys(variant_ids), IN_LIMIT):
                chosen = select(variants.c.id, variants.c.product).where(variants.c.id.in_(batch))
                for row in connection.execute(chosen):
                    found[row.id].add(row.product)
        return {id_: products.pop() for id_, products in found.items() if len(products) == 1}

    def count(self) -> Counts:
        """How many products and variants there are."""
        with self._database.read() as connection:
            return Counts(
                connection.scalar(select(func.count()).select_from(products)) or 0,
                connection.scalar(select(func.count()).select_from(variants)) or 0,
            )

    def iterate(self, batch: int = 2000) -> Iterator[list[Product]]:
        """All products by id, in lists of at most `batch`."""
        last = ""
        while True:
            page = select(products.c.id).where(products.c.id > last).order_by(products.c.id).limit(batch)
            with self._database.read() as connection:
                ids = list(connection.scalars(page))
            if not ids:
                return
            yield self.get_many(ids)
            last = ids[-1]

    def seq(self) -> int:
        """The number of the newest change; 0 before the first."""
        with self._database.read() as connection:
            return connection.scalar(select(func.max(changes.c.seq))) or 0

    def changed_at(self, seq: int) -> str | None:
        """The product of the change of that number, or None where the feed has no such change."""
        with self._database.read() as connection:
            return connection.scalar(select(changes.c.product).where(changes.c.seq == seq))

    def changes_since(self, seq: int, limit: int = 5000) -> list[Change]:
        """The changes after that number, oldest first."""
        query = select(changes).where(changes.c.seq > seq).order_by(changes.c.seq).limit(limit)
        with self._database.read() as connection:
            return [Change(row.seq, row.product, row.deleted) for row in connection.execute(query)]

    def first_changes(self) -> dict[str, int]:
        """By product, the number of its first change: the greater, the later it came into the shop."""
        query = select(changes.c.product, func.min(changes.c.seq)).group_by(changes.c.product)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def mark(self, name: str, seq: int) -> None:
        """Remember how far a follower of the feed has come."""
        with self._database.write() as connection:
            upsert(connection, marks, [{"name": name, "seq": seq}])

    def marked(self, name: str) -> int:
        """How far that follower of the feed has come; 0 before its first mark."""
        with self._database.read() as connection:
            return connection.scalar(select(marks.c.seq).where(marks.c.name == name)) or 0


def _write(connection: Connection, batch: Sequence[Product]) -> None:
    for part in batched([product.id for product in batch], IN_LIMIT):
        connection.execute(delete(variants).where(variants.c.product.in_(part)))
    upsert(connection, products, [_product_row(product) for product in batch])
    connection.execute(insert(variants), [row for product in batch for row in _variant_rows(product)])
    connection.execute(insert(changes), [{"product": product.id, "deleted": False} for product in batch])


def _read(connection: Connection, ids: Sequence[str]) -> list[Product]:
    by_product: dict[str, list[Variant]] = defaultdict(list)
    chosen = select(variants).where(variants.c.product.in_(ids)).order_by(variants.c.product, variants.c.position)
    for row in connection.execute(chosen):
        by_product[row.product].append(_variant(row))
    rows = connection.execute(select(products).where(products.c.id.in_(ids)))
    return [_product(row, tuple(by_product[row.id])) for row in rows]


def _product_row(product: Product) -> dict[str, Any]:
    return {
        "id": product.id,
        "title": product.title,
        "language": product.language,
        "description": product.description,
        "category": product.category,
        "brand": product.brand,
        "attributes": product.attributes,
        "images": product.images,
        "url": product.url,
        "rating": product.rating,
        "reviews": product.reviews,
        "created": stamp(product.created),
        "translations": {language: item.model_dump() for language, item in product.translations.items()},
    }


def _variant_rows(product: Product) -> list[dict[str, Any]]:
    return [
        {
            "product": product.id,
            "id": variant.id,
            "position": position,
            "price": variant.price.minor if variant.price else None,
            "list_price": variant.list_price.minor if variant.list_price else None,
            "currency": variant.price.currency if variant.price else None,
            "stock": variant.stock,
            "options": variant.options,
            "image": variant.image,
            "cost": variant.cost.minor if variant.cost else None,
        }
        for position, variant in enumerate(product.variants)
    ]


# What comes out was validated when it went in; building without a second validation halves the time of a search.
def _variant(row: Row[Any]) -> Variant:
    return Variant.model_construct(
        id=row.id,
        price=_money(row.price, row.currency),
        list_price=_money(row.list_price, row.currency),
        stock=row.stock,
        options=row.options,
        image=row.image,
        cost=_money(row.cost, row.currency),
    )


def _product(row: Row[Any], its_variants: tuple[Variant, ...]) -> Product:
    return Product.model_construct(
        id=row.id,
        title=row.title,
        language=row.language,
        description=row.description,
        category=tuple(row.category),
        brand=row.brand,
        attributes={name: tuple(values) for name, values in row.attributes.items()},
        variants=its_variants,
        images=tuple(row.images),
        url=row.url,
        rating=row.rating,
        reviews=row.reviews,
        created=datetime.fromisoformat(row.created) if row.created else None,
        translations={language: _translation(item) for language, item in row.translations.items()},
    )


def _money(minor: int | None, currency: str | None) -> Money | None:
    return None if minor is None or currency is None else Money.model_construct(minor=minor, currency=currency)


def _translation(item: dict[str, Any]) -> Translation:
    return Translation.model_construct(
        title=item["title"], description=item["description"], category=tuple(item["category"]), terms=item["terms"]
    )
