"""Amounts: numbers and currencies as shoppers write them: in digits, with k and 万, in English words, in Chinese characters."""

from __future__ import annotations

from decimal import Decimal

_ONES = {word: value for value, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)}
_TEENS = {
    word: value for value, word in enumerate(["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"], 10)
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_LARGE = {"hundred": 100, "thousand": 1000, "grand": 1000}
_WORDS = {"a": 1} | _ONES | _TEENS | _TENS


def _any(words: dict[str, int]) -> str:
    return "|".join(words)


_BELOW_HUNDRED = rf"(?:{_any(_TENS)})(?:[- ](?:{_any(_ONES)}))?|{_any(_TEENS)}"
_ENGLISH = (  # from ten on: "one" and "two" are seldom money
    rf"\b(?:(?:(?:{_any(_WORDS)})[- ])?(?:{_any(_LARGE)})(?:(?: and)? (?:{_BELOW_HUNDRED}))?|{_BELOW_HUNDRED})\b"
)
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?(?:k|grand|thousand|hundred)(?![a-z0-9])|[千万百]\d?)?"
    rf"|[零一二两三四五六七八九十百千万]+|{_ENGLISH}"
)
CURRENCY = r"us\$|hk\$|nt\$|[$€£¥￥]|(?:usd|eur|gbp|cny|rmb|jpy)\b|人民币"
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
DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_FACTORS = {"k": 1000, "grand": 1000, "thousand": 1000, "hundred": 100} | POWERS


def number(text: str) -> Decimal | None:
    """The value of what NUMBER matches; None for characters that make no number."""
    text = text.strip().lower().replace(",", "")
    if text[:1].isdigit():
        return _digits(text)
    return _english(text) if text.isascii() else _chinese(text)


def foreign_to(currency: str, *words: str | None) -> str | None:
    """The currency that the words name when it is not the shop's, else None."""
    for word in words:
        if word:
            name = word.lower().strip()
            if currency not in (*_SHARED.get(name, ()), _BY_WORD.get(name)):
                return _BY_WORD.get(name)
    return None


def _digits(text: str) -> Decimal:
    for word, factor in _FACTORS.items():
        before, found, after = text.partition(word)
        if found:
            # 1万5 is 15,000: a digit after the power takes the next lower one.
            return Decimal(before.strip()) * factor + int(after or 0) * (factor // 10)
    return Decimal(text)


def _english(text: str) -> Decimal | None:
    total, part = 0, 0
    for word in text.replace("-", " ").split():
        if word in _LARGE:
            total, part = total + (part or 1) * _LARGE[word], 0
        else:
            part += _WORDS.get(word, 0)
    return Decimal(total + part) if total + part else None


def _chinese(text: str) -> Decimal | None:
    total, digit, power = 0, None, 1
    for character in text:
        if character in DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = DIGITS[character]
        elif character == "万":
            total = (total + (digit or 0)) * 10_000
            digit, power = None, 10_000
        else:
            power = POWERS[character]
            total += (1 if digit is None else digit) * power
            digit = None
    # 一千五 is 1,500: a last digit without a power takes the next lower one.
    return Decimal(total + (digit or 0) * (power // 10 if total and "零" not in text else 1)) if total or digit else None
