"""Suggestions out of 100,000 entries: time for every beginning a shopper types, with and without a slip, beside the peers."""

from __future__ import annotations

import random
import resource
import sqlite3
import time
from collections.abc import Callable

import numpy as np
from rapidfuzz.process import extract

from benchmarks.altered_queries import with_typo
from benchmarks.catalogue import BRANDS, COLORS, EXTRAS, KINDS, MATERIALS
from retrieval.suggestions import Entry, Suggestions

_ENTRIES = 100_000
_ASKED = 2000
_CHINESE_THINGS = (
    "蓝牙耳机",
    "登山靴",
    "电热水壶",
    "平底锅",
    "连衣裙",
    "双肩背包",
    "行李箱",
    "台灯",
    "办公椅",
    "窗帘",
    "键盘",
    "手机壳",
)
_CHINESE_WORDS = ("无线", "防水", "轻便", "加厚", "复古", "儿童", "男士", "女士", "可折叠", "不锈钢", "大容量", "便携")


def main() -> None:
    chance = random.Random(3)
    entries = list(_entries(chance))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    suggestions = Suggestions(entries)
    took = time.perf_counter() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{len(suggestions):,} entries, made in {took:.1f} s, {grown:.0f} MB")
    texts = [chance.choice(entries).text for _ in range(_ASKED)]
    begun = [text[: chance.randint(1, max(1, len(text) - 1))] for text in texts]
    slipped = [slip for text in begun if (slip := with_typo(text, chance))]
    _timed("Aisle, beginnings", begun, suggestions.complete)
    _timed("Aisle, beginnings with a slip", slipped, suggestions.complete)
    found = [any(item.entry.text == text for item in suggestions.complete(text[:-1])) for text in texts]
    print(f"  the entry is among the 8 when all but its last letter is typed: {np.mean(found):.3f}")
    names = [entry.text for entry in entries]
    _timed("rapidfuzz over all entries", begun[:30], lambda text: extract(text, names, limit=8))
    _timed("SQLite FTS5, prefix of words", [text for text in begun if text.isascii()][:300], _fts(names))


def _entries(chance: random.Random) -> list[Entry]:
    made: dict[str, Entry] = {}
    kinds = [kind for those in KINDS.values() for kind in those]
    while len(made) < _ENTRIES:
        if chance.random() < 0.2:
            text = "".join((*chance.sample(_CHINESE_WORDS, 2), chance.choice(_CHINESE_THINGS), str(chance.randint(1, 999))))
        else:
            words = (chance.choice(BRANDS), chance.choice(COLORS), chance.choice(EXTRAS), chance.choice(MATERIALS))
            text = " ".join((*words, chance.choice(kinds), str(chance.randint(1, 99)))).lower()
        made[text] = Entry(text, "product", chance.paretovariate(1.2))
    return list(made.values())


def _timed(name: str, asked: list[str], complete: Callable[[str], object]) -> None:
    wall, cpu = [], []
    for text in asked:
        began, burnt = time.perf_counter(), time.process_time()
        complete(text)
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - burnt))
    p95 = f"p95 {np.percentile(wall, 95):7.2f}"
    print(f"  {name:32} ms: median {np.median(wall):7.2f}, {p95}; CPU p95 {np.percentile(cpu, 95):7.2f}")


def _fts(names: list[str]) -> Callable[[str], object]:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table texts using fts5(body, prefix='2 3 4')")
    database.executemany("insert into texts values (?)", ((name,) for name in names))

    def complete(text: str) -> object:
        match = " ".join(f'"{word}"*' for word in text.replace('"', "").split())
        return database.execute("select body from texts where body match ? limit 8", (match,)).fetchall() if match else []

    return complete
