"""Build: puts the demo shop into a data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from shop.errors import StoreError, UserError
from shop.event import Event
from shop.folder import Folder
from shop.store.store import Store

from .shop import DemoShop, generate

Progress = Callable[[int, int, str], None]
T = TypeVar("T")

_STEPS = 7
_PRODUCTS = 300  # in one transaction


def build_demo(
    folder: Folder, store: Store, *, seed: int = 7, progress: Progress | None = None, today: date | None = None
) -> None:
    """Fill the folder with the demo shop of a seed, its dates counted back from today (UTC).

    Building again with the same seed changes nothing that customers have done since. `progress(done, total, what)` is called
    as it goes. Raises UserError when the folder holds a real shop, or the demo shop of another seed.
    """
    tell = progress or _silent
    if _check(folder, store, seed):
        return
    tell(0, _STEPS, "Inventing the shop")
    shop = generate(seed, today or datetime.now(UTC).date())
    store.facts.set("demo", "1")
    store.facts.set("seed", str(seed))
    for done, (what, step) in enumerate(_steps(folder, store, shop), 1):
        tell(done, _STEPS, what)
        step()
    _tell_facts(store, shop)
    tell(_STEPS, _STEPS, "Demo shop built")


def _silent(done: int, total: int, what: str) -> None:
    """Progress that nobody wants to see."""


def _check(folder: Folder, store: Store, seed: int) -> bool:
    """Whether the shop is there already, complete. Raises UserError when the folder is somebody else's."""
    if store.facts.get("demo") != "1":
        if store.catalogue.count().products:
            raise UserError(f"{folder.path} holds a real shop; choose another folder for the demo shop with --data.")
        return False
    held = store.facts.get("seed")
    if held != str(seed):
        raise UserError(f"{folder.path} holds the demo shop of seed {held}; delete the folder or choose another with --data.")
    return store.facts.get("built") is not None


def _steps(folder: Folder, store: Store, shop: DemoShop) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "Drawing the pictures", lambda: _draw(folder.media, shop.media)
    yield "Filling the shelves", lambda: [store.catalogue.upsert(part) for part in _parts(shop.products, _PRODUCTS)]
    yield "Collecting reviews", lambda: store.reviews.upsert(shop.reviews)
    yield "Writing the small print", lambda: store.policies.upsert(shop.policies)
    yield "Welcoming customers", lambda: (store.shoppers.upsert(shop.shoppers), store.orders.upsert(shop.orders))
    yield "Replaying four months of visits", lambda: _replay(store, shop.events)


def _tell_facts(store: Store, shop: DemoShop) -> None:
    """`built` comes last: a folder without it was interrupted, and is filled again."""
    store.facts.set("shop_name", shop.name)
    store.facts.set("currency", "USD")
    store.facts.set("languages", "en,zh")
    store.facts.set("built", datetime.now(UTC).isoformat(timespec="seconds"))


def _replay(store: Store, events: Sequence[Event]) -> None:
    """All in one transaction, so that an interrupted build has left either none of them or all."""
    if not store.events.count():
        store.events.add(events)


def _draw(media: Path, pictures: dict[str, str]) -> None:
    try:
        media.mkdir(parents=True, exist_ok=True)
        for name, svg in pictures.items():
            (media / name).write_text(svg, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"The pictures cannot be written to {media}: {error.strerror or error}.") from error


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
