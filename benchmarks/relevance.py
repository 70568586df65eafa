"""What shoppers find: NDCG@10 and MRR@10 on judged queries beside plain BM25, and what is left of them after a slip.

Each set is asked with the queries as they are (another shop's title, or a short Chinese query) and with their first four words
without digits. Differences come with their 95 % bootstrap interval. The slips are made in queries of three plain words.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from benchmarks.altered_queries import first_words, with_typo
from benchmarks.bm25 import Bm25
from benchmarks.judged_sets import JudgedSet, judged_sets
from retrieval.evaluation.evaluation import Evaluation
from retrieval.spelling import Spelling
from retrieval.tokens import has_chinese
from shop.need import Need

_MEASURES = ("ndcg@10", "mrr@10")


def main() -> None:
    print(f"{'set':16}{'asked with':20}{'queries':>8}", *(f"{name:>9}{'BM25':>8}{'difference':>26}" for name in _MEASURES))
    slips = []
    for found in judged_sets():
        peer = Bm25(found.products)
        chinese = has_chinese(next(iter(found.queries.values())))
        kinds = {"the whole text": found.queries}
        if not chinese:
            kinds["first 4 plain words"] = _cut(found.queries, 4)
            slips.append(_slips(found))
        for kind, queries in kinds.items():
            _print(f"{found.name:16}{kind:20}", found, queries, peer)
    print(f"\n{'set':16}{'3 words':>9}{'unmended':>10}{'clean':>10}{'one slip':>10}{'kept':>8}   NDCG@10")
    for line in slips:
        print(line)


def _print(label: str, found: JudgedSet, queries: Mapping[str, str], peer: Bm25) -> None:
    judged = {id_: found.judged[id_] for id_ in queries}
    ours = Evaluation.of(_answers(queries, _searching(found)), judged)
    theirs = Evaluation.of(_answers(queries, peer.search), judged)
    beside = ours.beside(theirs)
    cells = (
        f"{ours.mean(name):>9.4f}{theirs.mean(name):>8.4f}"
        f"{beside[name]['difference']:>+10.4f} ({beside[name]['low']:+.3f} {beside[name]['high']:+.3f})"
        for name in _MEASURES
    )
    print(f"{label}{len(queries):>8}", *cells)


def _slips(found: JudgedSet) -> str:
    chance = random.Random(5)
    known = found.index.words()
    plain = {id_: text for id_, text in _cut(found.queries, 3).items() if len(text.split()) == 3}
    slipped = {id_: text for id_, clean in plain.items() if (text := with_typo(clean, chance, known))}
    clean = {id_: plain[id_] for id_ in slipped}
    judged = {id_: found.judged[id_] for id_ in slipped}
    search = _searching(found)
    worth = [Evaluation.of(_answers(queries, search), judged).mean("ndcg@10") for queries in (clean, slipped)]
    unmended = Evaluation.of(_unmended(clean, search), judged).mean("ndcg@10")
    return f"{found.name:16}{len(slipped):>9}{unmended:>10.4f}{worth[0]:>10.4f}{worth[1]:>10.4f}{worth[1] / worth[0]:>8.3f}"


def _unmended(queries: Mapping[str, str], search: Callable[[str], list[str]]) -> dict[str, list[str]]:
    # What mending costs where nothing needs it.
    mending, Spelling.text = Spelling.text, lambda self, text, known=(): text  # type: ignore[method-assign]
    try:
        return _answers(queries, search)
    finally:
        Spelling.text = mending  # type: ignore[method-assign]


def _cut(queries: Mapping[str, str], count: int) -> dict[str, str]:
    cut = {id_: first_words(text, count) for id_, text in queries.items()}
    return {id_: text for id_, text in cut.items() if text}


def _searching(found: JudgedSet) -> Callable[[str], list[str]]:
    return lambda text: [item.product.id for item in found.index.searcher.search(Need(query=text), k=10).candidates]


def _answers(queries: Mapping[str, str], search: Callable[[str], list[str]]) -> dict[str, list[str]]:
    return {id_: search(text) for id_, text in queries.items()}
