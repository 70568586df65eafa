"""Six real catalogues, imported without a word from anybody."""

from pathlib import Path

import pytest

from shop.importing import import_files
from shop.store.store import Store

CATALOGUES = {
    "aws_retail": (["products.json", "faq-policies.txt"], 2449, "USD"),
    "walmart_amazon": (["catalogue.jsonl"], 5247, "USD"),
    "abt_buy": (["catalogue.jsonl"], 1035, "USD"),
    "litemall_zh": (["goods.jsonl"], 239, "CNY"),
    "openbg_zh": (["items.jsonl"], 1936, "CNY"),
    "shopify_csv": (["apparel.csv", "home-and-garden.csv", "jewelery.csv"], 60, "USD"),
}


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_real_catalogue_is_imported_unattended(store: Store, shared_data: Path, name: str) -> None:
    files, products, currency = CATALOGUES[name]
    if not (shared_data / name).is_dir():
        pytest.skip(f"{shared_data / name} is missing")

    results = import_files(store, [shared_data / name / file for file in files])

    assert all(result.skipped <= 0.02 * result.read for result in results)
    assert store.catalogue.count().products >= 0.98 * products
    assert store.facts.get("currency") == currency


def test_unknown_prices_stay_unknown(store: Store, shared_data: Path) -> None:
    import_files(store, [shared_data / "walmart_amazon" / "catalogue.jsonl"])

    unknown = sum(item.variants[0].price is None for batch in store.catalogue.iterate() for item in batch)
    assert unknown == 771
