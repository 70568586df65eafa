"""Amounts: numbers and currencies as shoppers write them, in digits, with k and 万, or in Chinese characters."""

from __future__ import annotations

from decimal import Decimal

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?[k千万百]\b|[千万百])?|[零一二两三四五六七八九十百千万]+"
CURRENCY = r"us\$|hk\$|nt\$|[$€£¥￥]|(?:usd|eur|gbp|cny|rmb|jpy)\b"
UNIT = (
    r"(?:us )?dollars?\b|usd\b|bucks?\b|euros?\b|eur\b|pounds?\b|gbp\b|quid\b|yuan\b|rmb\b|cny\b|yen\b|jpy\b"
    r"|[$€£¥￥]|块钱|块|元钱|元|圆|人民币|美元|美金|刀|欧元|英镑|日元"
)

_CODES = {
    "USD": ("$", "us$", "usd", "dollar", "dollars", "us dollar", "us dollars", "buck", "bucks", "美元", "美金", "刀"),
    "EUR": ("€", "eur", "euro", "euros", "欧元"),
    "GBP": ("£", "gbp", "pound", "pounds", "quid", "英镑"),
    "CNY": ("¥", "￥", "cny", "rmb", "yuan", "元", "元钱", "圆", "块", "块钱", "人民币"),
    "JPY": ("yen", "jpy", "日元"),
    "HKD": ("hk$",),
    "TWD": ("nt$",),
}
_BY_WORD = {word: code for code, words in _CODES.items() for word in words}
# A word that people use for several currencies; a shop in one of them is meant.
_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"),
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
    "元": ("CNY", "HKD", "TWD"),
    "块": ("CNY", "HKD", "TWD"),
}
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


def number(text: str) -> Decimal | None:
    """The value of what NUMBER matches; None for characters that make no number."""
    text = text.strip().replace(",", "")
    if text[:1].isdigit():
        factor = {"k": 1000, "千": 1000, "万": 10_000, "百": 100}.get(text[-1], 1)
        return Decimal(text.rstrip("k千万百").strip()) * factor
    return _chinese(text)


def foreign_to(currency: str, *words: str | None) -> str | None:
    """The currency that the words name when it is not the shop's, else None."""
    for word in words:
        if word:
            name = word.lower().strip()
            if currency not in (*_SHARED.get(name, ()), _BY_WORD.get(name)):
                return _BY_WORD.get(name)
    return None


def _chinese(text: str) -> Decimal | None:
    total, digit, power = 0, None, 1
    for character in text:
        if character in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[character]
        elif character == "万":
            total = (total + (digit or 0)) * 10_000
            digit, power = None, 10_000
        else:
            power = _POWERS[character]
            total += (1 if digit is None else digit) * power
            digit = None
    # 一千五 is 1,500: a last digit without a power takes the next lower one.
    return Decimal(total + (digit or 0) * (power // 10 if total and "零" not in text else 1)) if total or digit else None
