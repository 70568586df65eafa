"""Policies: passages of text become the shop's policies."""

from __future__ import annotations

import re
import unicodedata

from ..policy import Policy
from . import cells
from .language import language_of
from .row import BadRow, Data

# The first that is found in the heading decides.
_TOPICS = {
    "returns": r"\breturn|\brefund|\bexchange|\bmoney.back|退货|退款|换货|退换",
    "warranty": r"\bwarrant|\bguarantee|\brepair|保修|质保|维修|三包",
    "shipping": r"\bshipping|\bdeliver|\bdispatch|\btrack|\bpostage|配送|发货|物流|快递|运费|送货",
    "payment": r"\bpay|\bcredit card|\binvoice|\bpromo|\bgift card|\bcoupon|支付|付款|发票|优惠券",
    "privacy": r"\bprivacy|\bpersonal data|\bcookie|隐私|个人信息",
    "orders": r"\bcancel|\bmodify|\border|取消|订单",
    "contact": r"\bcontact|\bsupport|\bcustomer service|\bhours|客服|联系",
}
_SPACES = re.compile(r"[^\w]+")


def policy_of(record: Data, document: str) -> Policy:
    """One passage of a document. Raises BadRow when it has no text."""
    text = cells.passage(record.get("text"))
    if not text:
        raise BadRow("it has no text")
    title = cells.text(record.get("title")) or cells.text(record.get("topic")) or document
    topic = cells.text(record.get("topic"))
    language = cells.text(record.get("language"))[:2].lower()
    return Policy(
        id=cells.identifier(record.get("id")) or f"{document}/{slug(title)}",
        topic=topic_of(topic or title),
        title=title,
        text=text,
        language=language if language in ("en", "zh") else language_of(f"{title} {text}"),
    )


def topic_of(heading: str) -> str:
    """One of the topics that every shop has, or the heading itself."""
    return next((topic for topic, words in _TOPICS.items() if re.search(words, heading.lower())), heading[:80])


def slug(text: str) -> str:
    """A text as part of an id: "Return Policy" is "return-policy"."""
    return _SPACES.sub("-", unicodedata.normalize("NFKC", text).lower()).strip("-")[:80]
