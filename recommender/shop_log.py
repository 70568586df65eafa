"""Shop log: the shop's own events as interactions to learn from, and its goods as words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator

from shop.event import Event, Kind
from shop.product import Product
from shop.store.store import Store

from .descriptions import Descriptions, words_of
from .interactions import Interactions
from .reactions import GOOD

WANTED: frozenset[Kind] = frozenset(("click", "favourite", "share", "add_to_cart", "buy", "rate"))
LOOKED: frozenset[Kind] = WANTED | {"view"}
_CLICKS = 0.1  # of the views: fewer, and the shop does not write clicks down
_PRICE_BANDS = 5  # of equally many goods of a kind
_LONGEST = 10_000  # of one shopper: more is a machine's


def log_of(store: Store) -> tuple[Interactions, Descriptions]:
    """All that shoppers of a shop did, over all its goods, and the words of these."""
    read = interactions_of(event for batch in store.events.iterate(tuple(LOOKED)) for event in batch)
    words = described(product for batch in store.catalogue.iterate() for product in batch)
    read = read.knowing(words)
    return read, Descriptions.of(read.items, words)


def interactions_of(events: Iterable[Event]) -> Interactions:
    """What every shopper wanted, or every session of a stranger, in the order of time.

    That is what was clicked, kept, bought or rated well; in a log without clicks, what was looked at. The same product twice
    running is one interaction. Whoever did more than a person can is left out, and so is what was done without consent.
    """
    told = [event for event in events if event.product and event.kind in LOOKED and event.consent and _who(event)]
    kinds = Counter(event.kind for event in told)
    counted = WANTED if kinds["click"] >= _CLICKS * kinds["view"] else LOOKED
    sequences: dict[str, list[str]] = {}
    for event in told:
        if event.kind in counted and event.product and (event.kind != "rate" or (event.value or 0) >= GOOD):
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
    if not all_of_them:
        return {product.id: list(_words(product, {})) for product in goods}
    prices: dict[str, list[int]] = {}
    for product in goods:
        if (price := _price(product)) is not None:
            prices.setdefault(_kind(product), []).append(price)
    for those in prices.values():
        those.sort()
    return {product.id: list(_words(product, prices)) for product in goods}


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
