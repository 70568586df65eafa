"""Shoppers: records become customers."""

from __future__ import annotations

from typing import Any

from ..shopper import Address, Shopper
from . import cells
from .columns import field_of
from .language import language_of
from .row import BadRow, Data

_ADDRESS = ("street", "street_2", "district", "city", "region", "postcode", "country")


def shopper_of(record: Data) -> Shopper:
    """One customer. Raises BadRow when there is no id and no e-mail to serve as one."""
    email = cells.text(record.get("email")) or None
    id_ = cells.identifier(record.get("id")) or cells.identifier(record.get("key")) or email
    if not id_:
        raise BadRow("it has neither an id nor an e-mail")
    language = cells.text(record.get("language"))[:2].lower()
    return Shopper(
        id=id_,
        name=_name(record),
        email=email,
        language=language if language in ("en", "zh") else None,
        addresses=tuple(_addresses(record)),
        created=cells.moment(record.get("created")),
    )


def address_of(cell: Any) -> Address | None:
    """An address in an object or in one line of text, or None."""
    cell = cells.unpacked(cell)
    if isinstance(cell, str) and cells.text(cell):
        return Address(street=cells.text(cell))
    if not isinstance(cell, dict):
        return None
    return _address({ours: value for name, value in cell.items() if (ours := _field(name))})


def _field(name: str) -> str | None:
    if name in ("name", "recipient", "收件人", "收件人姓名"):
        return "name"
    ours = field_of("customers", name)
    return "street" if ours == "address" else ours


def _address(parts: Data) -> Address | None:
    found = {name: cells.text(parts.get(name)) for name in _ADDRESS}
    if not any(found.values()):
        return None
    street = " ".join(filter(None, (found.pop("district"), found.pop("street"), found.pop("street_2"))))
    return Address(name=cells.text(parts.get("name")), street=street, **found)


def _addresses(record: Data) -> list[Address]:
    cell = cells.unpacked(record.get("address"))
    nested = [address_of(item) for item in (cell if isinstance(cell, list) else [cell])]
    flat = _address({name: record.get(name) for name in _ADDRESS})
    return [address for address in (*nested, flat) if address]


def _name(record: Data) -> str:
    name = cells.unpacked(record.get("name"))
    if isinstance(name, dict):
        record = {"first_name": name.get("first_name"), "last_name": name.get("last_name")}
        name = None
    parts = (cells.text(record.get("first_name")), cells.text(record.get("last_name")))
    if language_of("".join(parts)) == "zh":
        return cells.text(name) or "".join(reversed(parts))
    return cells.text(name) or " ".join(filter(None, parts))
