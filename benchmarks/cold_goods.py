"""Goods that nobody has taken yet: a tenth of the items is held out of training and known by its words alone.

Full ranking over all items, on shoppers whose last item is one of those and on the others. Beside the ranker's own lists stand
lists whose last one or two of ten places are reserved for new goods, those nearest by their words to what the shopper took or
the likeliest by the ranker's scores: by what they bring to the new goods and by what they cost the others. AISLE_SHARED_DATA
names the folder of the logs, AISLE_EPOCHS (20) how long the encoder is trained.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from benchmarks.logs import logs
from recommender.descriptions import Descriptions
from recommender.interactions import Interactions
from recommender.learned import Learned
from recommender.learning import Plan, learn
from shop.intervals import interval

_SHARE = 0.1
_K = 10
_DECAY, _LATEST = 0.8, 20  # of a history
_WORDS: Mapping[str, str] = {"ml1m": "ml1m/items.tsv", "amazon_beauty": "amazon_beauty/item_attributes.json"}
Lists = NDArray[np.int64]  # [users, 10] places of items, the best first


def main() -> None:
    data = Path(os.environ.get("AISLE_SHARED_DATA", "../shared/data"))
    for name, read, _ in logs():
        _measure(read, Descriptions.read(data / _WORDS[name], read.items))


def _measure(read: Interactions, words: Descriptions) -> None:
    cold = np.zeros(len(read.items), np.bool_)
    cold[np.random.default_rng(0).permutation(len(cold))[: round(_SHARE * len(cold))]] = True
    rows = [row for row in range(len(read)) if read.lengths[row] >= 3 and not cold[read.of_user(row)[:-1]].all()]
    targets = np.array([read.of_user(row)[-1] for row in rows])
    histories = {read.users[row]: [read.items[item] for item in read.of_user(row)[:-1] if not cold[item]] for row in rows}
    learned = _learned(histories, words, read.items)
    places = {item: place for place, item in enumerate(learned.items)}
    asked = Interactions(
        list(histories),
        learned.items,
        np.array([places[item] for those in histories.values() for item in those], np.int32),
        np.cumsum([len(those) for those in histories.values()]),
    )
    wanted, new = np.array([places[read.items[item]] for item in targets]), cold[targets]
    row_of = {item: row for row, item in enumerate(read.items)}
    rows_of = np.array([row_of[item] for item in learned.items])
    fresh = np.flatnonzero(cold[rows_of])
    alone = _lists(learned, asked, fresh)
    whole = _lists(learned, asked, np.zeros(0, np.int64))
    likely = _lists(learned, asked, np.flatnonzero(~cold[rows_of]))
    near = _nearest(asked, words, rows_of, fresh)
    print(f"    {len(rows):,} shoppers, of {int(new.sum()):,} the last item is one of {int(cold.sum()):,} new ones")
    print(f"    {'':34} {'new: HR@10':>10} {'95 % of':>16} {'others: NDCG@10':>18} {'of it lost':>10}")
    best = _ndcg(alone, wanted)[~new].mean()
    for label, lists in {
        "without the new ones": alone,
        "all by their scores": whole,
        "one of ten places for the nearest": np.column_stack([alone[:, :9], near[:, :1]]),
        "one for the likeliest new one": np.column_stack([alone[:, :9], likely[:, :1]]),
        "two for the nearest": np.column_stack([alone[:, :8], near[:, :2]]),
        "two for the likeliest": np.column_stack([alone[:, :8], likely[:, :2]]),
    }.items():
        found = (lists == wanted[:, None]).any(1)[new].astype(float)
        low, high = interval(found.tolist())
        warm = _ndcg(lists, wanted)[~new].mean()
        print(f"    {label:34} {found.mean():10.4f} {low:8.4f}-{high:.4f} {warm:18.4f} {1 - warm / best:10.1%}")


def _learned(histories: Mapping[str, Sequence[str]], words: Descriptions, items: Sequence[str]) -> Learned:
    # The last of every history tells when to stop and what each family is worth.
    past = Interactions.of(histories)
    described = _described(words, items)
    known = Descriptions.of(past.items, {item: described[item] for item in past.items})
    plan = Plan.fitting(past, known)
    epochs = int(os.environ.get("AISLE_EPOCHS", "20"))
    plan = replace(plan, recipe=replace(plan.recipe, epochs=epochs))
    return learn(past, plan, 1, known).knowing({item: described[item] for item in items})


def _described(words: Descriptions, items: Sequence[str]) -> dict[str, list[str]]:
    table = words.words
    return {
        item: [words.vocabulary[word] for word in table.indices[table.indptr[row] : table.indptr[row + 1]]]
        for row, item in enumerate(items)
    }


def _lists(learned: Learned, asked: Interactions, left_out: NDArray[np.int64]) -> Lists:
    made = []
    for start in range(0, len(asked), 500):
        chosen = np.zeros(len(asked), np.bool_)
        chosen[start : start + 500] = True
        part = asked.where(chosen)
        scores = learned.scores(part)
        scores[part.owners(), part.sequence] = -np.inf
        scores[:, left_out] = -np.inf
        best = np.argpartition(-scores, _K, axis=1)[:, :_K]
        made.append(np.take_along_axis(best, np.argsort(-np.take_along_axis(scores, best, 1), 1, kind="stable"), 1))
    return np.concatenate(made)


def _nearest(asked: Interactions, words: Descriptions, rows: NDArray[np.int64], fresh: NDArray[np.int64]) -> Lists:
    # The two new ones that are most like the decayed sum of the history's words.
    table = sparse.csr_array(words.words[rows])
    others, found = table[fresh].T.tocsr(), []
    for row in range(len(asked)):
        latest = asked.of_user(row)[::-1][:_LATEST]
        worth = sparse.csr_array(_DECAY ** np.arange(len(latest))[None, :])
        alike = ((worth @ table[latest]) @ others).toarray()[0]
        found.append(fresh[np.argsort(-alike, kind="stable")[:2]])
    return np.array(found)


def _ndcg(lists: Lists, wanted: NDArray[np.int64]) -> NDArray[np.float64]:
    gain: NDArray[np.float64] = ((lists == wanted[:, None]) / np.log2(np.arange(_K) + 2)).sum(1)
    return gain
