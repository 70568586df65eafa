"""Reviews: records become reviews, from a file of their own or from the comments inside products."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..review import Review
from . import cells
from .columns import field_of
from .language import language_of
from .row import BadRow, Data


def review_of(record: Data, product: str = "") -> Review:
    """One review. Raises BadRow when it names no product, or its stars are not between 0 and 5."""
    product = product or cells.identifier(record.get("product"))
    if not product:
        raise BadRow("it names no product")
    stars = cells.number(record.get("stars"))
    if stars is None or not 0 <= stars <= 5:
        raise BadRow(f"its stars are {cells.text(record.get('stars'))[:40]!r}, which is not a number from 0 to 5")
    text = cells.passage(record.get("text"))
    author = cells.name(record.get("author")) or ""
    return Review(
        id=cells.identifier(record.get("id")) or _fingerprint(product, author, text, record.get("time")),
        product=product,
        stars=stars,
        text=text,
        title=cells.text(record.get("title")),
        author=author,
        language=language_of(text),
        time=cells.moment(record.get("time")),
    )


def comments_of(record: Data, product: str) -> Iterator[Review]:
    """The reviews that stand inside a product's record; those without stars are left out."""
    times: Counter[str] = Counter()
    comments = cells.unpacked(record.get("comments"))
    for item in comments if isinstance(comments, list) else ():
        try:
            review = review_of(_by_field(item), product)
        except BadRow:
            continue
        times[review.id] += 1
        if times[review.id] > 1:  # two buyers wrote the same words
            review = review.model_copy(update={"id": f"{review.id}-{times[review.id]}"})
        yield review


def _by_field(item: Any) -> Data:
    record: Data = {}
    for name, cell in item.items() if isinstance(item, dict) else ():
        ours = field_of("reviews", name)
        if ours and ours != "product":
            record.setdefault(ours, cell)
    return record


def _fingerprint(product: str, author: str, text: str, time: Any) -> str:
    """An id for a review that has none, the same when the file is imported again."""
    digest = hashlib.sha256(f"{product}\0{author}\0{text}\0{time or ''}".encode()).hexdigest()
    return f"{product}-{digest[:12]}"
