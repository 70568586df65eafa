"""Shop log: the shop's own events as interactions to learn from, and its goods as words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from shop.event import Event, Kind
from shop.product import Product
from shop.store.store import Store

from .descriptions import Descriptions, words_of
from .final.outcomes import CHOICES, Outcomes
from .interactions import Interactions
from .reactions import GOOD

WANTED: frozenset[Kind] = frozenset(("click", "favourite", "share", "add_to_cart", "buy", "rate"))
LOOKED: frozenset[Kind] = WANTED | {"view"}
_CLICKS = 0.1  # of the views: fewer, and the shop does not write clicks down
_PRICE_BANDS = 5  # of equally many goods of a kind
_LATELY = 180 * 24 * 3600 * 1000  # ms: what was chosen from before is of another shop
_LONGEST = 10_000  # of one shopper: more is a machine's


@dataclass(frozen=True, eq=False)
class ShopLog:
    """All that shoppers of a shop did, over all its goods, and what is to be known of these.

    `dear` says by product how dear it is for its kind, from 0 to 1. `kinds` of events up to the time `until` (UTC ms) make the
    interactions.
    """

    interactions: Interactions
    descriptions: Descriptions
    dear: Mapping[str, float]
    outcomes: Outcomes
    kinds: frozenset[Kind]
    until: int

    @classmethod
    def of(cls, store: Store) -> Self:
        """As of now."""
        events = [event for batch in store.events.iterate(tuple(LOOKED)) for event in batch]
        kinds, until = kinds_of(events), events[-1].time if events else 0
        read = interactions_of(events, kinds)
        del events  # a long log is most of what is in memory
        goods = [product for batch in store.catalogue.iterate() for product in batch]
        words = described(goods)
        read = read.knowing(words)
        return cls(read, Descriptions.of(read.items, words), dearness(goods), outcomes_of(store), kinds, until)


def outcomes_of(store: Store) -> Outcomes:
    """What became of what was shown in the last months."""
    since = store.events.latest() - _LATELY
    return Outcomes.of(event for batch in store.events.iterate(CHOICES, since) for event in batch)


def kinds_of(events: Iterable[Event]) -> frozenset[Kind]:
    """What tells of wanting: that it was clicked, kept, bought, rated; in a log without clicks also that it was looked at."""
    kinds = Counter(event.kind for event in events if event.consent)
    return WANTED if kinds["click"] >= _CLICKS * kinds["view"] else LOOKED


def interactions_of(events: Sequence[Event], kinds: Collection[Kind] | None = None) -> Interactions:
    """What every shopper wanted, or every session of a stranger, in the order of time, by events of those kinds.

    The same product twice running is one interaction, and a bad rating is none. Whoever did more than a person can is left out,
    and so is what was done without consent.
    """
    counted = kinds_of(events) if kinds is None else kinds
    sequences: dict[str, list[str]] = {}
    for event in events:
        if event.kind not in counted or not event.product or not event.consent or not _who(event):
            continue
        if event.kind != "rate" or (event.value or 0) >= GOOD:
            those = sequences.setdefault(_who(event), [])
            if not those or those[-1] != event.product:
                those.append(event.product)
    return Interactions.of({who: those for who, those in sequences.items() if len(those) <= _LONGEST})


def _who(event: Event) -> str:
    return event.shopper or event.session or ""


def described(products: Iterable[Product], *, all_of_them: bool = True) -> dict[str, list[str]]:
    """The words of every product: of its title, its brand, its categories and its values.

    Where they are all goods of the shop, also how dear each is for its kind.
    """
    goods = list(products)
    prices = _prices(goods) if all_of_them else {}
    return {product.id: list(_words(product, prices)) for product in goods}


def dearness(products: Sequence[Product]) -> dict[str, float]:
    """How dear each product is for its kind, from 0, the cheapest, to 1; of kinds with enough prices to tell."""
    prices, found = _prices(products), {}
    for product in products:
        those, price = prices.get(_kind(product), []), _price(product)
        if price is not None and len(those) >= _PRICE_BANDS:
            below = (bisect_left(those, price) + bisect_right(those, price) - 1) / 2  # the same price is as dear
            found[product.id] = round(below / (len(those) - 1), 3)
    return found


def _prices(products: Iterable[Product]) -> dict[str, list[int]]:
    # By kind, the cheapest first.
    prices: dict[str, list[int]] = {}
    for product in products:
        if (price := _price(product)) is not None:
            prices.setdefault(_kind(product), []).append(price)
    for those in prices.values():
        those.sort()
    return prices


def _words(product: Product, prices: dict[str, list[int]]) -> Iterator[str]:
    yield from words_of(product.title)
    if product.brand:
        yield f"brand={product.brand}"
    yield from (f"category={name}" for name in product.category)
    yield from (f"{name}={value}" for name, values in product.attributes.items() for value in values)
    those = prices.get(_kind(product))
    if those and (price := _price(product)) is not None:
        yield f"price={_PRICE_BANDS * bisect_left(those, price) // len(those)}"


def _kind(product: Product) -> str:
    return product.category[-1] if product.category else ""


def _price(product: Product) -> int | None:
    return min((variant.price.minor for variant in product.variants if variant.price), default=None)
