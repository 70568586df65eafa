import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shop.event import Event
from shop.folder import Folder
from shop.product import Product, Variant
from shop.store.store import Store

Capture = pytest.CaptureFixture[str]
Aisle = Callable[..., int]


@pytest.fixture
def data(store: Store, folder: Folder) -> str:
    goods = (("phone-1", "Red phone", "Phones"), ("phone-2", "Blue phone", "Phones"), ("case", "Leather case", "Cases"))
    store.catalogue.upsert(Product(id=i, title=t, category=(c,), variants=(Variant(id=i),)) for i, t, c in goods)
    store.events.add(
        Event(kind="buy", time=n, session=f"{pair}{n // 2}", product=pair[n % 2])
        for pair in (("phone-1", "case"), ("x", "y"))
        for n in range(12)
    )
    return str(Path(folder.path))


def recommended(aisle: Aisle, capsys: Capture, *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert aisle("recommend", "--json", *arguments) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("asked", "expected", "reason"),
    [
        (("--kind", "similar", "--items", "phone-1", "-k", "1"), "phone-2", ""),
        (("--kind", "together", "--items", "phone-1"), "case", "often chosen with “Red phone”"),
        (("--kind", "cart", "--items", "phone-1"), "case", "often chosen with “Red phone”"),
        (("--kind", "best", "--category", "cases"), "case", "bought by 6 shoppers"),
        (("--kind", "new", "-k", "1"), "case", ""),
    ],
)
def test_lists_around_the_shop(
    aisle: Aisle, data: str, capsys: Capture, asked: tuple[str, ...], expected: str, reason: str
) -> None:
    [found] = recommended(aisle, capsys, *asked, "--data", data)
    assert (found["id"], found["reason"]) == (expected, reason)


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ((), 2, "Give either --customer or --items"),
        (("--kind", "similar"), 2, "Give --items for the list similar"),
        (("--kind", "best", "--items", "case"), 2, "is of the whole shop"),
        (("--items", "case", "--category", "Cases"), 2, "--category goes with --kind new, best, rising"),
        (("--kind", "similar", "--items", "submarine"), 1, "There is no product submarine"),
        (("--kind", "new", "--category", "Submarines"), 1, "There is no category Submarines"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_a_sentence(
    aisle: Aisle, data: str, capsys: Capture, asked: tuple[str, ...], code: int, said: str
) -> None:
    assert aisle("recommend", *asked, "--data", data) == code
    assert said in capsys.readouterr().err
