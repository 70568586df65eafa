"""Import and index of 100,000 generated products through `aisle import`: products a second and memory."""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.catalogue import products

PRODUCTS = 100_000


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "products.csv"
        _write(file)
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "from ui.cli import main; main()", "import", str(file), "--data", f"{place}/shop"],
            check=True,
        )
        seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(
        f"{PRODUCTS:,} products in {seconds:.0f} s: {PRODUCTS / seconds:,.0f} products/s ({PRODUCTS / cpu:,.0f} a CPU second)"
    )
    print(f"highest memory {used.ru_maxrss / 1024**2:.2f} GB")


def _write(file: Path) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(("id", "title", "description", "category", "brand", "color", "material", "price", "stock"))
        for product in products(PRODUCTS):
            first = product.variants[0]
            rows.writerow(
                (
                    product.id,
                    product.title,
                    product.description,
                    " > ".join(product.category),
                    product.brand or "",
                    first.options.get("color", ""),
                    next(iter(product.attributes.get("material", ())), ""),
                    first.price.decimal() if first.price else "",
                    "" if first.stock is None else first.stock,
                )
            )
