"""Amounts: a price as it stands in a cell: "1,299.00", "¥129", "12.99 USD", "1.299,00 €"."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any, NamedTuple

from .row import BadRow

MOST = Decimal(10) ** 12

# What a sign can stand for, the likeliest first.
SIGNS = {
    "US$": ("USD",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "A$": ("AUD",),
    "C$": ("CAD",),
    "S$": ("SGD",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"),
    "＄": ("USD",),
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
    "RMB": ("CNY",),
    "人民币": ("CNY",),
    "元": ("CNY",),
    "块": ("CNY",),
    "€": ("EUR",),
    "£": ("GBP",),
    "₹": ("INR",),
    "₩": ("KRW",),
    "円": ("JPY",),
    "港币": ("HKD",),
    "美元": ("USD",),
    "欧元": ("EUR",),
}
_CODES = (
    "AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JOD JPY KRW KWD MAD MXN MYR NGN "
    "NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD VND ZAR"
)
CODES = frozenset(_CODES.split())
UNKNOWN = frozenset(
    {"", "-", "--", "—", "n/a", "na", "nan", "null", "none", "nil", "unknown", "tbd", "面议", "暂无", "无", "未知", "待定"}
    | {"poa", "p.o.a.", "call", "call for price", "price on request", "on request", "auf anfrage", "询价", "电询"}
)
_FREE = frozenset({"free", "gratis", "kostenlos", "免费"})
# "From $12.99" and "$15 - $30" name the lowest of several prices.
_FROM = re.compile(r"^(?:from|starting (?:at|from)|as low as|ab|desde|à partir de)\s+|\s*起$", re.IGNORECASE)
_RANGE = re.compile(
    r"^(\D{0,5}\d[\d.,]*\s?\D{0,5}?)\s*(?:-|–|—|~|至|到|\bto\b|\bbis\b)\s*\D{0,5}\d[\d.,]*\s?\D{0,5}$", re.IGNORECASE
)
_SIMPLE = re.compile(r"\d+(?:\.\d+)?")
_CODE = re.compile(r"(?<![A-Za-z])([A-Za-z]{3})(?![A-Za-z])")
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)))
_NUMBER = re.compile(r"[-−(]?\s*\d[\d.,'’\s\u00a0\u202f]*\)?")


class Amount(NamedTuple):
    """A number, and the currencies its sign or code allows; none when it has neither."""

    value: Decimal
    currencies: tuple[str, ...] = ()


def read_amount(cell: Any) -> Amount | None:
    """The amount in a cell; None when it is unknown. Raises BadRow when it cannot be understood."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, dict):
        return _from_dict(cell)
    text = unicodedata.normalize("NFKC", str(cell)).strip()  # "１２９．００" is 129.00
    if _SIMPLE.fullmatch(text):
        return _believable(Amount(Decimal(text)), text)
    if text.lower() in UNKNOWN:
        return None
    if text.lower() in _FREE:
        return Amount(Decimal(0))
    return _believable(_from_text(_lowest(text)), text)


def currency_code(cell: Any) -> str | None:
    """The ISO code in a currency cell ("usd", "RMB", "¥"), or None."""
    text = str(cell or "").strip()
    if text.upper() in CODES:
        return text.upper()
    return next(iter(SIGNS.get(text.upper(), ())), None)


def _from_dict(cell: dict[str, Any]) -> Amount | None:
    keys = ("amount", "value", "price", "decimal", "major")
    amount = read_amount(next((cell[key] for key in keys if cell.get(key) is not None), None))
    code = currency_code(
        next((cell[key] for key in ("currency", "currencyCode", "currency_code", "priceCurrency") if cell.get(key)), None)
    )
    return amount._replace(currencies=(code,)) if amount and code else amount


def _lowest(text: str) -> str:
    text = _FROM.sub("", text)
    several = _RANGE.match(text)
    return several.group(1) if several else text


def _from_text(text: str) -> Amount:
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        raise BadRow(f"the price {text[:60]!r} is not one amount")
    number = numbers[0].strip()
    rest = text.replace(number, " ", 1).strip()
    currencies = _currencies(rest)
    left = _SIGN.sub("", _CODE.sub("", rest)) if currencies else rest
    if left.strip(" .-−+"):
        raise BadRow(f"the price {text[:60]!r} is not an amount")
    negative = number[0] in "-−(" or "-" in rest or "−" in rest
    value = Decimal(_plain_number(number.strip("-−() ")))
    return Amount(-value if negative else value, currencies)


def _currencies(rest: str) -> tuple[str, ...]:
    for code in _CODE.findall(rest):
        if code.upper() in CODES:
            return (code.upper(),)
    sign = _SIGN.search(rest.upper())
    return SIGNS[sign.group()] if sign else ()


def _plain_number(text: str) -> str:
    """Digits with at most one point: the last separator is the decimal one unless three digits follow a comma."""
    text = re.sub(r"[\s'’]", "", text).rstrip(".,")
    comma, point = text.rfind(","), text.rfind(".")
    if comma > point:
        decimal = text.count(",") == 1 and len(text) - comma - 1 != 3
        return text.replace(".", "").replace(",", "." if decimal else "")
    if text.count(".") > 1:
        return text.replace(".", "")
    return text.replace(",", "")


def _believable(amount: Amount, text: str) -> Amount:
    if abs(amount.value) > MOST:
        raise BadRow(f"the price {text[:60]!r} is too large to be one")
    return amount
