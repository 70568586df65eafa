"""aisle evaluate: how good the search is, on queries with judgements; how good the ranker, on what shoppers took next."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.progress import progress

from .evaluate_recommender import recommender
from .options import data_option, json_option, print_json
from .search import searching

if TYPE_CHECKING:
    from retrieval.evaluation.evaluation import Evaluation
    from retrieval.evaluation.files import Judgements, Run

_DEPTH = 100
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group("evaluate")
def command() -> None:
    """Measure how good the shop is at what it does.

    Example: aisle evaluate retrieval --queries queries.tsv --qrels qrels.tsv
    """


@command.command("retrieval")
@click.option("--qrels", type=_FILE, required=True, help="Judgements: lines of query, product, grade (0 is wrong).")
@click.option("--queries", type=_FILE, help="Queries to search for: id TAB text, or JSON lines.")
@click.option("--run", "run", type=_FILE, help="Answers to judge instead of searching: a TREC run file.")
@click.option("--compare", type=_FILE, help="A second run file to set the first beside.")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Write the answers as a TREC run file.")
@click.option("--worst", type=click.IntRange(0, 1000), default=0, help="Show so many of the queries that went worst.")
@data_option
@json_option
def retrieval(
    qrels: Path,
    queries: Path | None,
    run: Path | None,
    compare: Path | None,
    save: Path | None,
    worst: int,
    data: Path,
    as_json: bool,
) -> None:
    """Judge the search on queries whose right products are known.

    Prints NDCG@10, MRR@10, recall and the time a search takes, with 95 % intervals; with --compare also what two searches
    differ in, query by query.

    Example: aisle evaluate retrieval --queries queries.tsv --qrels qrels.tsv --compare before.run --worst 10
    """
    from retrieval.evaluation.evaluation import Evaluation
    from retrieval.evaluation.files import read_judgements, read_queries, read_run

    if bool(queries and not run) == bool(run and not queries):
        raise click.UsageError("Give either --queries FILE to search for, or --run FILE to judge.")
    judged = read_judgements(qrels)
    texts = dict(read_queries(queries)) if queries else {}
    other = Evaluation.of(read_run(compare), judged) if compare else None
    answers, ms, notes = (read_run(run), [], []) if run else _searched(data, texts, judged)
    notes += _unmatched(judged, texts or answers, qrels)
    if save:
        _save(answers, save)
    found = Evaluation.of(answers, judged, ms)
    report: dict[str, Any] = {**found.report(), "notes": notes}
    if other:
        report["compared"] = found.beside(other)
        report["queries_compared"] = _differences(found, other, texts)
    if worst:
        report["worst"] = _worst(found, texts, worst)
    print_json(report) if as_json else _print(report)


command.add_command(recommender)


def _searched(data: Path, texts: Mapping[str, str], judged: Judgements) -> tuple[Run, list[float], list[str]]:
    from shop.need import Need

    answers: Run = {}
    ms = []
    asked = [(id_, text) for id_, text in texts.items() if id_ in judged]
    with searching(data) as (searcher, _), progress() as notice:
        for number, (id_, text) in enumerate(asked, 1):
            started = time.perf_counter()
            found = searcher.search(Need(query=text), k=_DEPTH)
            ms.append(1000 * (time.perf_counter() - started))
            answers[id_] = [candidate.product.id for candidate in found.candidates]
            notice(number, len(asked), "Searching")
        right = {product for grades in judged.values() for product, grade in grades.items() if grade > 0}
        missing = len(right) - searcher.count(right)
    notes = [f"{missing:,} of {len(right):,} right products are not in this shop; no search can find them."] if missing else []
    return answers, ms, notes


def _unmatched(judged: Judgements, asked: Mapping[str, Any], qrels: Path) -> list[str]:
    from shop.errors import UserError

    silent = len(judged.keys() - asked.keys())
    if silent == len(judged):
        raise UserError(f"No query has a judgement in {qrels}; the ids in the two files must be the same.")
    unjudged = len(asked.keys() - judged.keys())
    notes = [f"{silent:,} judged queries were not asked; they count 0."] if silent else []
    return notes + ([f"{unjudged:,} queries have no judgement and are left out."] if unjudged else [])


def _save(answers: Run, path: Path) -> None:
    from .search import run_file

    with run_file(path) as out:
        for query, products in answers.items():
            for place, product in enumerate(products, 1):
                out.write("\t".join((query, "Q0", product, str(place), f"{1 / place:.6f}", "aisle")) + "\n")


def _differences(found: Evaluation, other: Evaluation, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    differences = found.differences(other, "ndcg@10")
    changed = sorted((query for query in differences if differences[query]), key=lambda query: -abs(differences[query]))
    return [
        {"query": query, "text": texts.get(query), "ndcg@10": round(found.values["ndcg@10"][query], 4)}
        | {"difference": round(differences[query], 4)}
        for query in changed
    ]


def _worst(found: Evaluation, texts: Mapping[str, str], count: int) -> list[dict[str, Any]]:
    values = found.values["ndcg@10"]
    return [
        {"query": query, "text": texts.get(query), "ndcg@10": round(values[query], 4)}
        for query in sorted(values, key=lambda query: (values[query], query))[:count]
    ]


_MOST_LINES = 20


def _print(report: Mapping[str, Any]) -> None:
    click.echo(f"{report['queries']:,} judged queries")
    for name in ("ndcg@10", "mrr@10", "recall@10", "recall@100"):
        click.echo(f"  {name:12}{report[name]['mean']:.4f}   95 % of {report[name]['low']:.4f} to {report[name]['high']:.4f}")
    if "ms" in report:
        click.echo(f"  {'time':12}median {report['ms']['p50']} ms, 95 % within {report['ms']['p95']} ms")
    for note in report["notes"]:
        click.echo(note)
    if "compared" in report:
        _print_compared(report)
    if "worst" in report:
        click.echo("\nWhat went worst (NDCG@10):")
        for item in report["worst"]:
            click.echo(f"  {item['ndcg@10']:.3f}  {_named(item)}")


def _print_compared(report: Mapping[str, Any]) -> None:
    click.echo("\nBeside the other run (difference, its 95 % interval, p of a permutation test):")
    for name, item in report["compared"].items():
        click.echo(
            f"  {name:12}{item['difference']:+.4f}   {item['low']:+.4f} to {item['high']:+.4f}   p {item['p']:.3f}   "
            f"{item['better']} better, {item['worse']} worse"
        )
    for item in report["queries_compared"][:_MOST_LINES]:
        click.echo(f"  {item['difference']:+.3f}  {_named(item)}")
    left = len(report["queries_compared"]) - _MOST_LINES
    if left > 0:
        click.echo(f"  … and {left:,} more queries with other answers; --json lists them all.")


def _named(item: Mapping[str, Any]) -> str:
    return f"{item['query']}  {item['text']}" if item["text"] else str(item["query"])
