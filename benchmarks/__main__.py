"""Run every benchmark, or those that are named: python -m benchmarks [NAME ...]."""

from __future__ import annotations

import importlib
import sys

from benchmarks.report import machine

NAMES = (
    "turn_latency",
    "startup",
    "opening",
    "live_import",
    "live_changes",
    "kill_ingest",
    "relevance",
    "embedders",
    "languages",
    "wishes",
    "fusion_weights",
    "filtered_search",
    "suggest",
    "index_speed",
    "import_speed",
    "event_import",
    "demo_tastes",
    "final_ranker",
    "forgetting",
    "cold_goods",
    "ranking_speed",
    "recommender",
    "ablation",
)


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.exit(f"There is no benchmark {unknown[0]!r}; there are {', '.join(NAMES)}.")
    print(machine())
    for name in names or NAMES:
        print(f"\n== {name}")
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
