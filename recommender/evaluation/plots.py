"""Plots: an evaluation as pictures, for a slide or a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shop.errors import UserError

from .evaluation import Evaluation


def draw(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Write PNG files into the folder; returns their paths. Raises UserError without matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise UserError("Pictures need matplotlib: pip install 'aisle[plots]'.") from None
    folder.mkdir(parents=True, exist_ok=True)
    report, made = evaluation.report(), []
    for name, title in (("by_history", "items taken before"), ("by_item_count", "times the right item was taken")):
        bands = {band: item for band, item in report[name].items() if band != "worst_to_best"}
        figure: Any = Figure(figsize=(6, 3.5), layout="constrained")
        axes = figure.subplots()
        bars = axes.bar(list(bands), [item["ndcg"] for item in bands.values()], color="#3b6ea5")
        axes.bar_label(bars, labels=[f"{item['users']:,} users" for item in bands.values()], fontsize=8)
        axes.axhline(report["ndcg@10"]["mean"], color="#c0392b", linewidth=1, label="all users")
        axes.set(xlabel=title, ylabel="NDCG@10")
        axes.legend()
        made.append(folder / f"{name}.png")
        figure.savefig(made[-1], dpi=120)
    return made
