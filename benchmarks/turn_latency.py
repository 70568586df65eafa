"""A turn without a language model on the demo shop: milliseconds to the first card and to the end, and where they go.

Conversations of twelve turns with every intent, half of them Chinese, each about another kind of goods of the shop.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import figure
from benchmarks.server import demo_shop
from shop.settings import load_settings
from ui.bootstrap import App, build

WARM = 4
CONVERSATIONS = 32
SAID = {
    "en": (
        "hello",
        "I'm looking for {kind} under $80",
        "something in black please",
        "cheaper",
        "tell me more about the second one",
        "compare the first two",
        "add the first one to my cart",
        "what's in my cart?",
        "how long does delivery take, and can I return it?",
        "show me more, but no leather",
        "what else would you recommend?",
        "thanks, remove it from the cart",
    ),
    "zh": (
        "你好",
        "想买{kind}，500元以内",
        "要黑色的",
        "便宜一点",
        "第二个怎么样",
        "对比一下前两个",
        "第一个加入购物车",
        "看看购物车",
        "几天能送到？能退货吗？",
        "还有别的吗，不要皮的",
        "有什么推荐？",
        "谢谢，从购物车里删掉",
    ),
}
STEPS = ("parse", "search", "rank", "store", "chips", "other")


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        demo_shop(Path(place))
        app = build(load_settings(data=Path(place)))
        try:
            asyncio.run(_measure(app))
        finally:
            app.close()


async def _measure(app: App) -> None:
    spent = _watched(app)
    turns: list[dict[str, float]] = []
    began = 0.0
    for number in range(WARM + CONVERSATIONS):
        if number == WARM:
            turns, began = [], time.process_time()
        turns += await _converse(app, number, spent)
    cpu = 1000 * (time.process_time() - began) / len(turns)
    _print(turns, cpu)


async def _converse(app: App, number: int, spent: dict[str, float]) -> list[dict[str, float]]:
    language = ("en", "zh")[number % 2]
    vocabulary = app.index.searcher.vocabulary
    kinds = vocabulary.values("category")
    kind = vocabulary.name_in("category", kinds[number % len(kinds)], language)
    session, _ = app.store.sessions.create(language=language, consent=True)
    found = []
    for sentence in SAID[language]:
        spent.clear()
        found.append(await _turn(app, session.id, sentence.format(kind=kind)) | spent)
    return found


async def _turn(app: App, session: str, text: str) -> dict[str, float]:
    started = time.perf_counter()
    times: dict[str, float] = {}
    async for frame in app.assistant.turn(session, text):
        passed = 1000 * (time.perf_counter() - started)
        if frame.kind == "error":
            sys.exit(f"The turn “{text}” failed.")
        if frame.kind == "cards":
            times.setdefault("card", passed)
        elif frame.kind == "done":
            times["parse"] = sum(tool["ms"] for tool in frame.data["tools"] if tool["name"] == "parse_intent")
    return times | {"total": 1000 * (time.perf_counter() - started)}


def _watched(app: App) -> dict[str, float]:
    """Milliseconds by step of the turn under way; the steps are timed where they are called."""
    spent: dict[str, float] = defaultdict(float)
    for step, owner, name in (
        ("search", app.index.searcher, "search"),
        ("chips", app.index.searcher, "facets"),
        ("rank", app.ranker, "rank"),
        ("rank", app.ranker, "recommend"),
        ("store", app.store.messages, "add_turn"),
    ):
        setattr(owner, name, _timed(getattr(owner, name), step, spent))
    return spent


def _timed(function: Callable[..., Any], step: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent[step] += 1000 * (time.perf_counter() - started)

    return timed


def _print(turns: list[dict[str, float]], cpu: float) -> None:
    cards = [turn["card"] for turn in turns if "card" in turn]
    totals = [turn["total"] for turn in turns]
    figure(
        "first card, p95",
        float(np.percentile(cards, 95)),
        60,
        "ms",
        f"{len(cards)} turns with cards, median {np.median(cards):.1f}",
    )
    figure(
        "whole turn, p95", float(np.percentile(totals, 95)), 120, "ms", f"{len(turns)} turns, median {np.median(totals):.1f}"
    )
    print(f"CPU {cpu:.1f} ms a turn")
    print(f"{'step':8}{'mean':>8}{'p95':>8}  ms")
    for turn in turns:
        turn["search"] = turn.get("search", 0.0) - turn.get("chips", 0.0)  # the chips' facets are a search as well
        turn["other"] = turn["total"] - sum(turn.get(step, 0.0) for step in STEPS[:-1])
    for step in STEPS:
        values = [turn.get(step, 0.0) for turn in turns]
        print(f"{step:8}{np.mean(values):>8.1f}{np.percentile(values, 95):>8.1f}")
