"""Guard: no sentence that claims a price, discount, stock, delivery or product leaves without a fact behind it.

It fails closed: what it cannot judge does not leave.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from assistant.tools.reply import Evidence

_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_AMOUNT = re.compile(
    r"(?:[$€£¥₩₹]|\b(?:usd|eur|gbp|cny|rmb)\s?)\s?(\d[\d,]*(?:\.\d+)?)"
    r"|(\d[\d,]*(?:\.\d+)?)\s?(?:dollars?|bucks|euros?|pounds?|yuan|元|块|美元|欧元|英镑|usd|eur|gbp|cny|rmb)",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"\b(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?:[ -]\w+)?"
    r" (?:dollars?|bucks|euros?|pounds?|yuan)|[一二两三四五六七八九十百千万]+(?:元|块钱|块|美元)",
    re.IGNORECASE,
)
_DISCOUNT = re.compile(
    r"\d\s?%|\bper ?cent\b|\b(?:discount|sale|half[- ]price|\boff\b|voucher|coupon|deal)"
    r"|[打\d]\.?\d?\s?折|半价|优惠|满减|特价|券",
    re.IGNORECASE,
)
_SOLD_OUT = re.compile(r"\b(?:sold out|out of stock|unavailable)\b|缺货|售罄|没货|无货", re.IGNORECASE)
_STOCK = re.compile(r"\b(?:in stock|available|only \d+ left|last one)\b|有货|现货|仅剩|库存", re.IGNORECASE)
_DELIVERY = re.compile(
    r"\b(?:deliver\w*|shipp?\w*|arriv\w*|tomorrow|next[- ]day|express|dispatch\w*)\b"
    r"|包邮|配送|送达|次日达|发货|到货|快递",
    re.IGNORECASE,
)
_RATING = re.compile(r"(\d(?:\.\d)?)\s?(?:stars?|/\s?5|星)", re.IGNORECASE)
_QUOTED = re.compile(r"“([^”]+)”|《([^》]+)》|\"([^\"]+)\"")


class Guard:
    """Judges sentences by the facts that the tools of this conversation gave."""

    def __init__(self, facts: Iterable[Evidence], *, said: str = "") -> None:
        """`said` is what the shopper wrote: their own words and amounts may be repeated to them."""
        by_kind: dict[str, set[str]] = {}
        for fact in facts:
            by_kind.setdefault(fact.kind, set()).add(_plain(fact.value))
        self._titles = by_kind.get("product", set())
        self._prices = {_number(value) for value in by_kind.get("price", ())}
        self._stock = by_kind.get("stock", set())
        self._ratings = by_kind.get("rating", set())
        self._policies = by_kind.get("policy", set())
        self._said = _plain(said)

    def allows(self, sentence: str) -> bool:
        """Whether the sentence may leave."""
        try:
            return self._backed(_plain(sentence))
        except Exception:  # whatever goes wrong in judging, an unjudged sentence stays inside
            return False

    def _backed(self, sentence: str) -> bool:
        if not sentence or any(sentence in policy for policy in self._policies):
            return bool(sentence)
        quoted = [next(filter(None, groups)) for groups in _QUOTED.findall(sentence)]
        if any(name not in self._titles and name not in self._said for name in quoted):
            return False
        rest = _QUOTED.sub(" ", sentence)
        if _SPELLED.search(rest) or _DISCOUNT.search(rest) or _DELIVERY.search(rest):
            return False
        amounts = [first or second for first, second in _AMOUNT.findall(rest)]
        if any(_number(amount) not in self._prices and amount not in self._said for amount in amounts):
            return False
        if any(value not in self._ratings and f"{value}.0" not in self._ratings for value in _RATING.findall(rest)):
            return False
        return self._stock_backed(rest)

    def _stock_backed(self, sentence: str) -> bool:
        # When some of the goods are there and some are not, a sentence about stock would have to say which; none does.
        if _SOLD_OUT.search(sentence):
            return self._stock == {"no"}
        return not _STOCK.search(sentence) or self._stock == {"yes"}


def _plain(text: str) -> str:
    return " ".join(_ZERO_WIDTH.sub("", unicodedata.normalize("NFKC", text)).lower().split())


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "")).normalize()
    except InvalidOperation:
        return None
