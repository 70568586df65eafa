"""Money in a file: prices in the shop's one currency, and which currency that is."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..errors import UserError
from ..money import Money
from .amounts import CODES, currency_code, read_amount
from .row import BadRow


def price_of(cell: Any, currency_cell: Any, currency: str) -> Money | None:
    """The price in a cell; None when it is unknown. Raises BadRow when it is negative or in another currency."""
    amount = read_amount(cell)
    if amount is None:
        return None
    if amount.value < 0:
        raise BadRow(f"the price {cell!r} is negative")
    code = currency_code(currency_cell)
    allowed = (code,) if code else amount.currencies
    if allowed and currency not in allowed:
        raise BadRow(f"the price {_shown(cell)!r} is in {allowed[0]}, and the shop's currency is {currency}")
    return Money.parse(amount.value, currency)


def check_currency(code: str) -> str:
    """The ISO 4217 code in capitals. Raises UserError when there is no such currency."""
    if code.upper() not in CODES:
        raise UserError(f"There is no currency {code!r}; give its ISO 4217 code, such as USD, CNY or EUR.")
    return code.upper()


def currency_of(found: Counter[tuple[str, ...]], languages: Counter[str], wanted: str | None) -> tuple[str, str]:
    """The currency of a new shop, and the words that say why: from the file, else as wanted, else by language."""
    marked: Counter[str] = Counter()
    for allowed, count in found.items():
        marked.update(dict.fromkeys(allowed, count))
    # A few marked prices among many bare ones are the odd ones out, not the rule.
    if sum(count for allowed, count in found.items() if allowed) * 2 >= max(1, found.total()):
        best = max(marked.values())
        likely = [code for code, count in marked.items() if count == best]
        if wanted in likely:
            return wanted, "--currency"
        return likely[0], "the file" + (f", not --currency {wanted}" if wanted else "")
    if wanted:
        return wanted, "--currency"
    if languages.get("zh", 0) * 2 > sum(languages.values()):
        return "CNY", "the file names none and is Chinese"
    return "USD", "the file names none"


def _shown(cell: Any) -> str:
    return str(cell.get("amount", cell))[:60] if isinstance(cell, dict) else str(cell)[:60]
